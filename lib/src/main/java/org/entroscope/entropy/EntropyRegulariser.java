package org.entroscope.entropy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.entroscope.engine.Scalar;
import org.entroscope.entropy.Regularisation.Reduction;

/**
 * The entropy regulariser (Section 4, Algorithm 1): heads pay for the distance of their entropy
 * from a learned share theta of {@code E_max = ln T}, unless it is within the tolerance.
 *
 * <pre>
 * delta   = E(l, h) - theta(l, h) E_max
 * penalty = delta^2 where |delta| > gamma E_max, else 0
 * loss    = cross entropy + lambda mean over l and h of the penalty
 * </pre>
 *
 * <p>Shapes: L layers, B batch, H heads, T context.
 */
public final class EntropyRegulariser {

  private final Regularisation settings;

  public EntropyRegulariser(Regularisation settings) {
    this.settings = settings;
  }

  public Regularisation settings() {
    return settings;
  }

  /**
   * The penalty, before its weight lambda.
   *
   * @param entropies of every query, (L, B, H, T), in nats
   * @param thresholds theta, (L, H)
   * @return a scalar
   * @throws IllegalArgumentException if the shapes do not go together
   */
  public NDArray penalty(NDArray entropies, NDArray thresholds) {
    check(entropies.getShape(), thresholds.getShape());
    long context = entropies.getShape().get(3);
    double maximum = EntropyBound.maximum((int) context);
    NDArray target = thresholds.mul(Scalar.of(thresholds, maximum)).expandDims(1); // L 1 H
    NDArray delta =
        settings.reduction() == Reduction.ALGORITHM_1
            ? meanOverQueries(entropies).sub(target.squeeze(1)) // L H
            : entropies.sub(target.expandDims(3)); // L B H T
    NDArray outside =
        delta
            .stopGradient()
            .abs()
            .gt(settings.tolerance() * maximum)
            .toType(DataType.FLOAT32, false);
    NDArray heads = Scalar.of(delta, thresholds.size());
    return delta.square().mul(outside).sum().div(heads);
  }

  /** The penalty times lambda: what is added to the cross entropy. */
  public NDArray term(NDArray entropies, NDArray thresholds) {
    return penalty(entropies, thresholds).mul(Scalar.of(entropies, settings.lambda()));
  }

  private static NDArray meanOverQueries(NDArray entropies) { // L B H T -> L H
    Shape s = entropies.getShape();
    return entropies.transpose(0, 2, 1, 3).reshape(s.get(0), s.get(2), -1).mean(new int[] {2});
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
