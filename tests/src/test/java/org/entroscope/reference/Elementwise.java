package org.entroscope.reference;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Operations on individual elements, and sums of elements. */
final class Elementwise {
  private Elementwise() {}

  /** Returns {@code a + b} for matrices of equal shape. */
  static Matrix add(Matrix a, Matrix b) {
    b.expect(a.rows, a.columns);
    double[] y = new double[a.value.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = a.value[i] + b.value[i];
    }
    return a.tape.result(
        a.rows,
        a.columns,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            a.gradient[i] += r.gradient[i];
            b.gradient[i] += r.gradient[i];
          }
        });
  }

  /** Returns {@code factor x + offset} with constant numbers. */
  static Matrix affine(Matrix x, double factor, double offset) {
    return each(x, v -> factor * v + offset, v -> factor);
  }

  /** Returns {@code s x} for a 1 x 1 matrix s. */
  static Matrix scale(Matrix x, Matrix s) {
    s.expect(1, 1);
    double[] y = new double[x.value.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = s.value[0] * x.value[i];
    }
    return x.tape.result(
        x.rows,
        x.columns,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            x.gradient[i] += s.value[0] * r.gradient[i];
            s.gradient[0] += x.value[i] * r.gradient[i];
          }
        });
  }

  static Matrix exp(Matrix x) {
    return each(x, Math::exp, Math::exp);
  }

  /** Returns {@code 1 / x}. */
  static Matrix reciprocal(Matrix x) {
    return each(x, v -> 1 / v, v -> -1 / (v * v));
  }

  /** Returns {@code max(x, floor)}. */
  static Matrix atLeast(Matrix x, double floor) {
    return each(x, v -> Math.max(v, floor), v -> v > floor ? 1 : 0);
  }

  /**
   * Returns {@code x Phi(x)} with the normal distribution function Phi. The derivative is Phi(x) +
   * x phi(x).
   */
  static Matrix gelu(Matrix x) {
    return each(
        x,
        v -> v * normalCdf(v),
        v -> normalCdf(v) + v * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI));
  }

  private static double normalCdf(double x) {
    return (1 + Erf.erf(x / Math.sqrt(2))) / 2;
  }

  /**
   * Returns {@code x} where x is positive, and {@code slope x} elsewhere. The slope is a 1 x 1
   * matrix that may be learned.
   */
  static Matrix leakyRelu(Matrix x, Matrix slope) {
    slope.expect(1, 1);
    double[] y = new double[x.value.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x.value[i] > 0 ? x.value[i] : slope.value[0] * x.value[i];
    }
    return x.tape.result(
        x.rows,
        x.columns,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            if (x.value[i] > 0) {
              x.gradient[i] += r.gradient[i];
            } else {
              x.gradient[i] += slope.value[0] * r.gradient[i];
              slope.gradient[0] += x.value[i] * r.gradient[i];
            }
          }
        });
  }

  /**
   * Returns {@code x^2} where |x| exceeds the margin, and 0 elsewhere. This is the penalty of
   * Algorithm 1.
   */
  static Matrix squareBeyond(Matrix x, double margin) {
    return each(
        x,
        v -> Math.abs(v) > margin ? v * v : 0, //
        v -> Math.abs(v) > margin ? 2 * v : 0);
  }

  /** Returns the sum of all elements of all matrices as a 1 x 1 matrix. */
  static Matrix sum(List<Matrix> terms) {
    double total = 0;
    for (Matrix term : terms) {
      for (double v : term.value) {
        total += v;
      }
    }
    return terms
        .get(0)
        .tape
        .result(
            1,
            1,
            new double[] {total},
            r -> {
              for (Matrix term : terms) {
                for (int i = 0; i < term.gradient.length; i++) {
                  term.gradient[i] += r.gradient[0];
                }
              }
            });
  }

  /** Returns the element at a row and a column as a 1 x 1 matrix. */
  static Matrix element(Matrix x, int row, int column) {
    int at = row * x.columns + column;
    return x.tape.result(1, 1, new double[] {x.value[at]}, r -> x.gradient[at] += r.gradient[0]);
  }

  private static Matrix each(Matrix x, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    double[] y = new double[x.value.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.applyAsDouble(x.value[i]);
    }
    return x.tape.result(
        x.rows,
        x.columns,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            x.gradient[i] += derivative.applyAsDouble(x.value[i]) * r.gradient[i];
          }
        });
  }
}
