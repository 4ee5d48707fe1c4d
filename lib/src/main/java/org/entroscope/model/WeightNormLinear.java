package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/**
 * Weight normalisation (Section 3, Table 5): {@code W_i = g_i V_i / |V_i|} for every output row i.
 * The gain starts at {@code |V_i|}, so that training begins with W = V.
 */
final class WeightNormLinear extends Linear {

  private final Parameter direction;
  private final Parameter gain;

  WeightNormLinear(String path, int in, int out, boolean biased, Start start) {
    super(path, in, out, biased, start);
    Start.Values matrix = start.normal(name("weight"));
    direction = parameter("direction", matrix, out, in);
    gain = parameter("gain", size -> rowNorms(matrix.of(in * out), size), out);
  }

  @Override
  NDArray weight(Pass pass) {
    NDArray v = pass.value(direction);
    NDArray scale = pass.value(gain).div(v.square().sum(new int[] {1}).sqrt()); // out
    return v.mul(scale.expandDims(1));
  }

  private static float[] rowNorms(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[] norms = new float[rows];
    for (int i = 0; i < rows; i++) {
      double squares = 0;
      for (int j = 0; j < columns; j++) {
        double value = matrix[i * columns + j];
        squares += value * value;
      }
      norms[i] = (float) Math.sqrt(squares);
    }
    return norms;
  }
}
