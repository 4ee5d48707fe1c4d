package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.Activations;
import org.entroscope.architecture.Component;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.architecture.Regulariser;
import org.entroscope.engine.Scalar;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadStatistic;

/**
 * The entropy regulariser (Section 4, Algorithm 1). It penalises the deviation of a head's entropy
 * from a learned share theta of {@code E_max = ln T}, unless the deviation is within the tolerance.
 *
 * <pre>
 * delta   = E(l, h) - theta(l, h) E_max
 * penalty = delta^2 where |delta| > gamma E_max, else 0
 * loss    = cross entropy + lambda mean over l and h of the penalty
 * </pre>
 *
 * <p>Shapes: L layers, B batch, H heads, T context. The thresholds theta are the model's parameter
 * {@value #THRESHOLD}, (L, H).
 *
 * @param reduction the way in which the deviations are reduced to one number
 * @param lambda the weight of the penalty in the loss, for that reduction
 * @param tolerance gamma in [0, 1]: deviations up to {@code gamma E_max} are not penalised
 * @param thresholdStart the initial thresholds theta, as a share of E_max in [0, 1]
 * @param thresholdRate the factor on the learning rate for the thresholds; 0 keeps them constant
 */
public record EntropyRegulariser(
    Reduction reduction,
    double lambda,
    double tolerance,
    double thresholdStart,
    double thresholdRate)
    implements Regulariser {

  /** The ways to reduce the deviations of queries, examples, heads and layers to one number. */
  public enum Reduction {
    /** Algorithm 1: the deviation of a head's mean entropy, squared, averaged over all heads. */
    ALGORITHM_1("mean"),
    /**
     * The authors' code: the deviation of every query of every example, squared and summed over
     * both, then averaged over all heads.
     */
    AUTHORS_SUM("sum");

    private final String notation;

    Reduction(String notation) {
      this.notation = notation;
    }
  }

  /** The paper's values for CodeParrot: the authors' sum, lambda 1e-5, gamma 0.2. */
  public static final EntropyRegulariser PAPER =
      new EntropyRegulariser(Reduction.AUTHORS_SUM, 1e-5, 0.2, 0.5, 1);

  /** Name of the learned thresholds among the model's parameters. */
  public static final String THRESHOLD = "threshold";

  private static final String ENTROPY = "layer.*.attention.entropy";

  /** Creates a regulariser with the paper's values. */
  public EntropyRegulariser() {
    this(PAPER.reduction, PAPER.lambda, PAPER.tolerance, PAPER.thresholdStart, PAPER.thresholdRate);
  }

  /** Checks the ranges. */
  public EntropyRegulariser {
    within("lambda", lambda, 0, Double.MAX_VALUE);
    within("the tolerance gamma", tolerance, 0, 1);
    within("thresholdStart", thresholdStart, 0, 1);
    within("thresholdRate", thresholdRate, 0, Double.MAX_VALUE);
  }

  private static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name
              + (high < Double.MAX_VALUE
                  ? " must lie in [%s, %s]".formatted(low, high)
                  : " must be a number of at least " + low)
              + ", not "
              + value);
    }
  }

  @Override
  public String term() {
    return "EReg";
  }

  @Override
  public String label() {
    return "entropy regulariser";
  }

  /** Returns the settings that differ from {@link #PAPER}. */
  @Override
  public String arguments() {
    List<String> settings = new ArrayList<>();
    if (reduction != PAPER.reduction) {
      settings.add("reduction=" + reduction.notation);
    }
    print(settings, "lambda", lambda, PAPER.lambda);
    print(settings, "gamma", tolerance, PAPER.tolerance);
    print(settings, "theta", thresholdStart, PAPER.thresholdStart);
    print(settings, "rate", thresholdRate, PAPER.thresholdRate);
    return String.join(", ", settings);
  }

  @Override
  public List<String> settings() {
    return List.of(
        "reduction=" + reduction.notation,
        "lambda=" + lambda,
        "gamma=" + tolerance,
        "theta=" + thresholdStart,
        "rate=" + thresholdRate);
  }

  private static void print(List<String> settings, String name, double value, double usual) {
    if (value != usual) {
      settings.add(name + "=" + value);
    }
  }

  @Override
  public Component withArguments(String arguments) {
    EntropyRegulariser all = PAPER;
    for (String setting : arguments.isEmpty() ? new String[0] : arguments.split(",")) {
      String[] parts = setting.split("=", 2);
      if (parts.length < 2) {
        throw unreadable(setting);
      }
      all =
          switch (parts[0]) {
            case "reduction" -> all.withReduction(reduction(setting, parts[1]));
            case "lambda" -> all.withLambda(number(setting, parts[1]));
            case "gamma" -> all.withTolerance(number(setting, parts[1]));
            case "theta" -> all.withThresholds(number(setting, parts[1]), all.thresholdRate);
            case "rate" -> all.withThresholds(all.thresholdStart, number(setting, parts[1]));
            default -> throw unreadable(setting);
          };
    }
    return all;
  }

  private static Reduction reduction(String setting, String name) {
    for (Reduction reduction : Reduction.values()) {
      if (reduction.notation.equals(name)) {
        return reduction;
      }
    }
    throw unreadable(setting);
  }

  private static double number(String setting, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw unreadable(setting);
    }
  }

  private static IllegalArgumentException unreadable(String setting) {
    return new IllegalArgumentException(
        "the settings of EReg are reduction=sum or mean, lambda, gamma, theta and rate, as in"
            + " EReg(SM(t) + ScFuFFN, lambda=1e-4, gamma=0.1), not '"
            + setting
            + "'");
  }

  /**
   * Returns a regulariser of the same strength with the other reduction. A sum over B x T
   * deviations is B x T times their mean, so {@code lambda_mean = lambda_sum B T}. The two
   * penalties are equal if all queries of a head deviate equally. Otherwise the sum is larger by
   * the variance of the deviations, and the tolerance applies to other quantities.
   *
   * @param other the new reduction
   * @param batch B, the number of examples per batch
   * @param context T, the number of tokens per example
   */
  public EntropyRegulariser as(Reduction other, int batch, int context) {
    if (other == reduction) {
      return this;
    }
    double factor = (double) batch * context;
    double converted = other == Reduction.ALGORITHM_1 ? lambda * factor : lambda / factor;
    return withReduction(other).withLambda(converted);
  }

  public EntropyRegulariser withReduction(Reduction reduction) {
    return new EntropyRegulariser(reduction, lambda, tolerance, thresholdStart, thresholdRate);
  }

  public EntropyRegulariser withLambda(double lambda) {
    return new EntropyRegulariser(reduction, lambda, tolerance, thresholdStart, thresholdRate);
  }

  public EntropyRegulariser withTolerance(double tolerance) {
    return new EntropyRegulariser(reduction, lambda, tolerance, thresholdStart, thresholdRate);
  }

  /**
   * Returns this regulariser with other initial thresholds and another factor of their learning
   * rate.
   */
  public EntropyRegulariser withThresholds(double start, double rate) {
    return new EntropyRegulariser(reduction, lambda, tolerance, start, rate);
  }

  @Override
  public List<ParameterSpec> parameters(ModelShape shape) {
    ParameterSpec thresholds =
        ParameterSpec.of(THRESHOLD, shape.layers(), shape.heads())
            .constant(thresholdStart)
            .recorded("share of ln T");
    return List.of(
        thresholdRate == 0 ? thresholds.buffer() : thresholds.learningRateFactor(thresholdRate));
  }

  @Override
  public List<String> activations() {
    return List.of(ENTROPY);
  }

  @Override
  public NDArray penalty(Activations seen, ParameterValues learned) {
    NDArray entropies = NDArrays.stack(new NDList(seen.matching(ENTROPY))); // L B H T
    return term(entropies, learned.get(THRESHOLD));
  }

  /**
   * Returns the penalty without its weight lambda.
   *
   * @param entropies the entropy of every query in nats, (L, B, H, T)
   * @param thresholds the thresholds theta, (L, H)
   * @return the penalty as a scalar
   * @throws IllegalArgumentException if the shapes do not match
   */
  public NDArray penalty(NDArray entropies, NDArray thresholds) {
    check(entropies.getShape(), thresholds.getShape());
    long context = entropies.getShape().get(3);
    double maximum = EntropyBound.maximum((int) context);
    NDArray target = thresholds.mul(Scalar.of(thresholds, maximum)).expandDims(1); // L 1 H
    NDArray delta =
        reduction == Reduction.ALGORITHM_1
            ? HeadStatistic.Reduction.MEAN.perHead(entropies).sub(target.squeeze(1)) // L H
            : entropies.sub(target.expandDims(3)); // L B H T
    NDArray outside =
        delta.stopGradient().abs().gt(tolerance * maximum).toType(DataType.FLOAT32, false);
    NDArray heads = Scalar.of(delta, thresholds.size());
    return delta.square().mul(outside).sum().div(heads);
  }

  /** Returns the penalty times lambda, which is added to the cross entropy. */
  public NDArray term(NDArray entropies, NDArray thresholds) {
    return penalty(entropies, thresholds).mul(Scalar.of(entropies, lambda));
  }

  private static void check(Shape entropies, Shape thresholds) {
    checkDimensions(entropies);
    Shape wanted = new Shape(entropies.get(0), entropies.get(2));
    if (!thresholds.equals(wanted)) {
      throw new IllegalArgumentException(
          "thresholds must have the shape (layers, heads) = " + wanted + ", not " + thresholds);
    }
  }

  static void checkDimensions(Shape entropies) {
    if (entropies.dimension() != 4) {
      throw new IllegalArgumentException(
          "entropies must have the shape (layers, batch, heads, queries), not " + entropies);
    }
  }
}
