package org.entroscope.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The leading pair of singular vectors of a matrix, found once, in double precision. */
final class PowerIteration {

  private static final int ITERATIONS = 30;

  private final Supplier<float[]> matrix;
  private final int rows;
  private final int columns;
  private final SplittableRandom random;
  private float[] left;
  private float[] right;

  PowerIteration(Supplier<float[]> matrix, int rows, int columns, SplittableRandom random) {
    this.matrix = matrix;
    this.rows = rows;
    this.columns = columns;
    this.random = random;
  }

  float[] left() {
    iterate();
    return left;
  }

  float[] right() {
    iterate();
    return right;
  }

  private void iterate() {
    if (left != null) {
      return;
    }
    float[] a = matrix.get();
    double[] u = random.doubles(rows, -1, 1).toArray();
    double[] v = new double[columns];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      Arrays.fill(v, 0);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          v[j] += a[i * columns + j] * u[i];
        }
      }
      normalise(v);
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int j = 0; j < columns; j++) {
          sum += a[i * columns + j] * v[j];
        }
        u[i] = sum;
      }
      normalise(u);
    }
    left = narrow(u);
    right = narrow(v);
  }

  private static void normalise(double[] x) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double norm = Math.sqrt(squares) + 1e-300;
    for (int i = 0; i < x.length; i++) {
      x[i] /= norm;
    }
  }

  private static float[] narrow(double[] x) {
    float[] narrow = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      narrow[i] = (float) x[i];
    }
    return narrow;
  }
}
