package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.Supplier;
import org.entroscope.engine.MatMul;

/**
 * The context of one forward pass: the arrays of the parameters, the training flag, the hook, and
 * the cached keys and values.
 */
final class ForwardContext {

  /** Replaces minus infinity, which would make entropies NaN. */
  private static final float MASKED = -1e9f;

  private final Source values;
  private final boolean training;
  private final Hook hook;
  private final KeyValueCache cache;
  private NDArray mask;
  private Rotation rotation;
  private MatMul matMul = MatMul.FLOAT32;

  private ForwardContext(Source values, boolean training, Hook hook, KeyValueCache cache) {
    this.values = values;
    this.training = training;
    this.hook = hook;
    this.cache = cache;
  }

  /** Maps a parameter to its array. */
  interface Source {
    NDArray of(Parameter parameter);
  }

  /** Returns a pass that uses the model's own parameters. */
  static ForwardContext direct(boolean training, Hook hook) {
    return new ForwardContext(Parameter::getArray, training, hook, null);
  }

  /** Returns a pass that continues a sequence whose keys and values are cached. */
  static ForwardContext continuing(KeyValueCache cache, Hook hook) {
    return new ForwardContext(Parameter::getArray, false, hook, cache);
  }

  /** Returns a pass that uses the copies of the parameters in a DJL trainer. */
  static ForwardContext of(ParameterStore store, NDArray input, boolean training, Hook hook) {
    return new ForwardContext(
        parameter -> store.getValue(parameter, input.getDevice(), training), training, hook, null);
  }

  /** Sets how products with weights are computed. */
  void use(MatMul matMul) {
    this.matMul = matMul;
  }

  MatMul matMul() {
    return matMul;
  }

  NDArray value(Parameter parameter) {
    return values.of(parameter);
  }

  boolean training() {
    return training;
  }

  Hook hook() {
    return hook;
  }

  /** Returns what the hook will do with an activation. */
  Hook.Access access(String name) {
    return hook.access(name);
  }

  /**
   * Passes an activation to the hook and returns the hook's result, with which the pass continues.
   */
  NDArray activation(String name, NDArray value) {
    return hook.activation(name, value);
  }

  /**
   * Frees an activation that the pass no longer needs, unless a hook has seen it and may have kept
   * it. Autograd keeps what it needs itself.
   */
  void release(String name, NDArray value) {
    if (cache == null && access(name) == Hook.Access.NONE) {
      value.close();
    }
  }

  /** Offers an activation that the model itself does not need. It is computed at most once. */
  void offer(String name, Supplier<NDArray> value) {
    hook.offer(
        name,
        new Supplier<>() {
          private NDArray computed;

          @Override
          public NDArray get() {
            computed = computed == null ? value.get() : computed;
            return computed;
          }
        });
  }

  /**
   * Appends the keys or values of the new tokens and returns those of the whole sequence so far.
   */
  NDArray remembered(String name, NDArray added) { // B H T k
    return cache == null ? added : cache.extend(name, added);
  }

  /** Returns the position of this pass's first token in the sequence. */
  int offset() {
    return cache == null ? 0 : cache.length();
  }

  /** The cosines and sines of the positions of a sequence. */
  record Rotation(NDArray cosine, NDArray sine) {}

  /** Computes the rotation of the positions {@code from} (inclusive) to {@code to} (exclusive). */
  interface Rotations {
    Rotation of(NDManager manager, int from, int to);
  }

  /** Returns the rotation of this pass's positions, which all layers share. */
  Rotation rotation(Rotations rotations, NDArray x) { // B H T k
    if (rotation == null) {
      int from = offset();
      rotation = rotations.of(x.getManager(), from, from + (int) x.getShape().get(2));
    }
    return rotation;
  }

  /**
   * Returns the mask that is added to the scores: 0 for visible keys, {@link #MASKED} for the
   * others.
   */
  NDArray mask(long queries, NDArray like) {
    if (mask == null) {
      int first = offset();
      int keys = first + (int) queries;
      NDArray key = like.getManager().arange(0, keys, 1, DataType.FLOAT32); // keys
      NDArray query = like.getManager().arange(first, keys, 1, DataType.FLOAT32).expandDims(1);
      mask = key.gt(query).toType(like.getDataType(), false).mul(MASKED); // queries keys
    }
    return mask;
  }
}
