package org.entroscope.architecture;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A parameter that a component declares: its name, shape and initial values, and how it is trained.
 * It is immutable; start from {@link #of} and change the settings that differ.
 *
 * @param name the name, unique within the component's place in the model
 * @param shape the sizes of the axes
 * @param initial the function that computes the initial values
 * @param learned whether it is trained; otherwise it is a buffer, saved with the model
 * @param weightDecay whether the plan's weight decay applies
 * @param learningRateFactor the factor on the plan's learning rate; 0 keeps the initial values
 * @param shared whether all layers share it
 * @param recordedUnit the unit of its values if they are recorded over the training, as a statistic
 *     of the heads under this name; empty for plain numbers, null if they are not recorded
 */
public record ParameterSpec(
    String name,
    Shape shape,
    Initial initial,
    boolean learned,
    boolean weightDecay,
    double learningRateFactor,
    boolean shared,
    String recordedUnit) {

  /** Computes initial values. */
  @FunctionalInterface
  public interface Initial {

    /**
     * Returns the initial values in row-major order.
     *
     * @param random the model's source of random values
     * @param size the number of values
     */
    float[] values(RandomValues random, int size);
  }

  /**
   * Random values that depend only on the model's seed, on the place in the model and on a name.
   * Two architectures with the same seed start from the same values wherever they share a name,
   * which makes their comparison a paired one.
   */
  public interface RandomValues {

    /**
     * Returns normal values with mean 0 and the initial standard deviation of the model's shape.
     */
    float[] normal(String name, int size);

    /** Returns a generator for other distributions. */
    SplittableRandom generator(String name);
  }

  /** Creates a learned parameter for each layer that starts at zero and has no weight decay. */
  public static ParameterSpec of(String name, long... shape) {
    Initial zeros = (random, size) -> new float[size];
    return new ParameterSpec(name, new Shape(shape), zeros, true, false, 1, false, null);
  }

  /** Returns this parameter with other initial values. */
  public ParameterSpec initially(Initial initial) {
    return new ParameterSpec(
        name, shape, initial, learned, weightDecay, learningRateFactor, shared, recordedUnit);
  }

  /** Returns this parameter with one initial value for all elements. */
  public ParameterSpec constant(double value) {
    return initially(
        (random, size) -> {
          float[] values = new float[size];
          Arrays.fill(values, (float) value);
          return values;
        });
  }

  /** Returns this parameter with normal initial values, drawn under its name. */
  public ParameterSpec normal() {
    return initially((random, size) -> random.normal(name, size));
  }

  /** Returns this parameter as a buffer, which is saved with the model and not trained. */
  public ParameterSpec buffer() {
    return new ParameterSpec(name, shape, initial, false, false, 0, shared, recordedUnit);
  }

  /** Returns this parameter with the plan's weight decay, which matrices usually have. */
  public ParameterSpec decayed() {
    return new ParameterSpec(
        name, shape, initial, learned, true, learningRateFactor, shared, recordedUnit);
  }

  /**
   * Returns this parameter with a factor on the plan's learning rate; 0 keeps the initial values.
   */
  public ParameterSpec learningRateFactor(double factor) {
    return new ParameterSpec(
        name, shape, initial, learned, weightDecay, factor, shared, recordedUnit);
  }

  /** Returns this parameter as one for the whole model instead of one per layer. */
  public ParameterSpec sharedByLayers() {
    return new ParameterSpec(
        name, shape, initial, learned, weightDecay, learningRateFactor, true, recordedUnit);
  }

  /**
   * Returns this parameter with its values recorded over the training, together with the entropies,
   * wherever it is learned. There is one value for each head, or one value of a layer or of the
   * model, which then applies to all of its heads.
   *
   * @param unit the unit for axes; empty for a plain number
   */
  public ParameterSpec recorded(String unit) {
    return new ParameterSpec(
        name, shape, initial, learned, weightDecay, learningRateFactor, shared, unit);
  }
}
