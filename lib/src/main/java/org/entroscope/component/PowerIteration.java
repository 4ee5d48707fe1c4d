package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterSpec.RandomValues;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.engine.Autograd;

/**
 * Estimates the largest singular value of a learned matrix. The singular vectors u and v are
 * buffers of the model. They are computed once at the start in double precision, and every training
 * pass improves them by one iteration. The gradient treats them as constants.
 */
final class PowerIteration {

  private static final int INITIAL_ITERATIONS = 30;
  private static final float TINY = 1e-12f;

  private PowerIteration() {}

  /**
   * Returns the parameters: the matrix {@code weight} and its singular vectors {@code u} and {@code
   * v}.
   */
  static List<ParameterSpec> parameters(int out, int in) {
    return List.of(
        ParameterSpec.of("weight", out, in).normal().decayed(),
        ParameterSpec.of("u", out).buffer().initially((random, size) -> pair(random, out, in)[0]),
        ParameterSpec.of("v", in).buffer().initially((random, size) -> pair(random, out, in)[1]));
  }

  /** Returns {@code V / sigma}. */
  static NDArray normalised(ParameterValues learned) {
    NDArray w = learned.get("weight"); // out in
    NDArray left = learned.get("u"); // out
    NDArray right = learned.get("v"); // in
    if (learned.training()) {
      iterate(w, left, right);
    }
    NDArray sigma = left.mul(w.matMul(right.expandDims(1)).squeeze(1)).sum();
    return w.div(sigma);
  }

  /** Performs one step of power iteration in place. */
  private static void iterate(NDArray w, NDArray left, NDArray right) {
    try (Autograd none = Autograd.paused()) {
      unit(w.transpose().matMul(left.expandDims(1)).squeeze(1)).copyTo(right);
      unit(w.matMul(right.expandDims(1)).squeeze(1)).copyTo(left);
    }
  }

  private static NDArray unit(NDArray vector) {
    return vector.div(vector.norm().add(TINY));
  }

  /** Returns the leading pair of singular vectors of the initial matrix. */
  private static float[][] pair(RandomValues random, int rows, int columns) {
    float[] a = random.normal("weight", rows * columns);
    SplittableRandom generator = random.generator("u");
    double[] u = generator.doubles(rows, -1, 1).toArray();
    double[] v = new double[columns];
    for (int iteration = 0; iteration < INITIAL_ITERATIONS; iteration++) {
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
    return new float[][] {narrow(u), narrow(v)};
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
