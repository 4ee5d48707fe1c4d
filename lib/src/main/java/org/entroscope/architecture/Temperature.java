package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import org.entroscope.engine.Scalar;

/**
 * The learnable temperatures t of entropy-guided attention (Section 4), {@code softmax(q k / (t
 * sqrt(d_k)))}, and how they follow from a learned parameter w. Every head and query position of a
 * layer has its own parameter.
 *
 * <p>The paper starts from 1e-2 without saying where that number enters. Used as a divisor, it
 * makes every row one-hot; as an inverse, it makes every row uniform; as an offset, it hardly
 * changes the softmax. The default is the offset.
 *
 * @param form the formula by which t follows from w
 * @param start the number that the form starts from: t itself, 1/t, or t - 1
 */
public record Temperature(Form form, double start) {

  /** The parametrisations. */
  public enum Form {
    /** {@code t = exp(w)}, which is always positive; starts at {@code t = start}. */
    DIVISOR,
    /** {@code 1/t = w}, a factor on the scores; starts at {@code 1/t = start}. */
    INVERSE,
    /** {@code t = max(1 + w, }{@value #OFFSET_FLOOR}{@code )}; starts at {@code t = 1 + start}. */
    OFFSET
  }

  /** The smallest temperature that the offset form reaches. */
  public static final double OFFSET_FLOOR = 0.01;

  /** The default: an offset from one, starting at the paper's 1e-2. */
  public static final Temperature DEFAULT = new Temperature(Form.OFFSET, 1e-2);

  /** Checks that the initial temperature is positive. */
  public Temperature {
    if (!Double.isFinite(start) || (form == Form.OFFSET ? start <= OFFSET_FLOOR - 1 : start <= 0)) {
      throw new IllegalArgumentException(
          "the initial temperature must be positive: "
              + form.name().toLowerCase(Locale.ROOT)
              + " form cannot start from "
              + start);
    }
  }

  /** Returns the initial value of the learned parameter w. */
  public double initialParameter() {
    return form == Form.DIVISOR ? Math.log(start) : start;
  }

  /** Returns the temperature t for a learned parameter w. */
  public double of(double w) {
    return switch (form) {
      case DIVISOR -> Math.exp(w);
      case INVERSE -> 1 / w;
      case OFFSET -> Math.max(1 + w, OFFSET_FLOOR);
    };
  }

  /**
   * Divides scaled queries by their temperatures, differentiable.
   *
   * @param queries the scaled queries, (..., k)
   * @param w the learned parameters, (...)
   */
  public NDArray divide(NDArray queries, NDArray w) {
    return switch (form) {
      case DIVISOR -> queries.mul(w.neg().exp().expandDims(-1));
      case INVERSE -> queries.mul(w.expandDims(-1));
      case OFFSET ->
          queries.div(w.add(Scalar.of(w, 1)).maximum(Scalar.of(w, OFFSET_FLOOR)).expandDims(-1));
    };
  }

  /** Returns {@code t} for the default, otherwise {@code t=form:start}. */
  @Override
  public String toString() {
    return equals(DEFAULT) ? "t" : "t=" + form.name().toLowerCase(Locale.ROOT) + ":" + start;
  }
}
