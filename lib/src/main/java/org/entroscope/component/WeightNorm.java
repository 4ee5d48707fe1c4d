package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;

/**
 * Weight normalisation (Section 3, Table 5): {@code W_i = g_i V_i / |V_i|} for every output row i.
 * The gain starts at {@code |V_i|}, so that training begins with W = V.
 */
public record WeightNorm() implements LinearParametrisation {

  @Override
  public String term() {
    return "WN";
  }

  @Override
  public String label() {
    return "weight norm";
  }

  @Override
  public List<ParameterSpec> parameters(int out, int in) {
    return List.of(
        ParameterSpec.of("direction", out, in)
            .initially((random, size) -> random.normal("weight", size))
            .decayed(),
        ParameterSpec.of("gain", out)
            .initially((random, size) -> rowNorms(random.normal("weight", out * in), size)));
  }

  @Override
  public NDArray weight(ParameterValues learned) {
    NDArray v = learned.get("direction"); // out in
    NDArray scale = learned.get("gain").div(v.square().sum(new int[] {1}).sqrt()); // out
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
