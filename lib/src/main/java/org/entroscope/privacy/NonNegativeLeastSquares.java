package org.entroscope.privacy;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Solves {@code min |A x - b|} over {@code x >= 0} with the active-set method of Lawson and Hanson
 * (Solving Least Squares Problems, 1974, chapter 23). Costs cannot be negative, and the constraint
 * keeps nearly collinear drivers from cancelling each other.
 */
final class NonNegativeLeastSquares {

  private static final double TOLERANCE = 1e-12;

  private NonNegativeLeastSquares() {}

  /**
   * Solves the problem.
   *
   * @param a rows x columns, of full column rank
   * @param b one value per row
   * @return one value per column, none of them negative
   */
  static double[] solve(double[][] a, double[] b) {
    RealMatrix matrix = new Array2DRowRealMatrix(a, false);
    RealVector right = new ArrayRealVector(b, false);
    int columns = matrix.getColumnDimension();
    double[] x = new double[columns];
    boolean[] free = new boolean[columns];
    for (int step = 0; step < 30 * columns; step++) {
      int entering = steepest(matrix, right, x, free);
      if (entering < 0) {
        return x;
      }
      free[entering] = true;
      double[] z = unconstrained(matrix, right, free);
      while (anyNegative(z, free)) {
        stepTowards(x, z, free);
        z = unconstrained(matrix, right, free);
      }
      x = z;
    }
    throw new IllegalStateException(
        "the least squares problem did not converge: A does not have full rank");
  }

  /** Returns the bound column along which the error decreases most, or -1 at the optimum. */
  private static int steepest(RealMatrix a, RealVector b, double[] x, boolean[] free) {
    double[] descent = a.preMultiply(b.subtract(a.operate(new ArrayRealVector(x)))).toArray();
    int best = -1;
    for (int i = 0; i < x.length; i++) {
      if (!free[i] && descent[i] > (best < 0 ? TOLERANCE : descent[best])) {
        best = i;
      }
    }
    return best;
  }

  private static double[] unconstrained(RealMatrix a, RealVector b, boolean[] free) {
    int[] chosen = IntStream.range(0, free.length).filter(i -> free[i]).toArray();
    double[] all = new double[free.length];
    if (chosen.length > 0) {
      int[] rows = IntStream.range(0, a.getRowDimension()).toArray();
      RealVector some = new QRDecomposition(a.getSubMatrix(rows, chosen)).getSolver().solve(b);
      for (int i = 0; i < chosen.length; i++) {
        all[chosen[i]] = some.getEntry(i);
      }
    }
    return all;
  }

  private static boolean anyNegative(double[] z, boolean[] free) {
    for (int i = 0; i < z.length; i++) {
      if (free[i] && z[i] <= 0) {
        return true;
      }
    }
    return false;
  }

  /** Moves from x towards z until the first coefficient reaches zero, and binds it to zero. */
  private static void stepTowards(double[] x, double[] z, boolean[] free) {
    double step = 1;
    for (int i = 0; i < x.length; i++) {
      if (free[i] && z[i] <= 0) {
        step = Math.min(step, x[i] / (x[i] - z[i]));
      }
    }
    for (int i = 0; i < x.length; i++) {
      x[i] += step * (z[i] - x[i]);
      if (free[i] && x[i] <= TOLERANCE) {
        x[i] = 0;
        free[i] = false;
      }
    }
  }
}
