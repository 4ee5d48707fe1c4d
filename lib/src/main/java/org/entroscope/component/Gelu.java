package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Arithmetic;
import org.entroscope.architecture.ParameterValues;

/**
 * GELU in its exact form with erf: {@code x Phi(x)}, where Phi is the normal distribution function.
 */
public record Gelu() implements Activation {

  @Override
  public String term() {
    return "G";
  }

  @Override
  public String label() {
    return "GELU";
  }

  @Override
  public NDArray forward(NDArray x, ParameterValues learned) {
    return ai.djl.nn.Activation.gelu(x);
  }

  @Override
  public <T> T formula(T x, Arithmetic<T> arithmetic) {
    return arithmetic.smoothRelu(x, Gelu::of);
  }

  private static double of(double x) {
    return 0.5 * x * (1 + Erf.erf(x / Math.sqrt(2)));
  }

  @Override
  public List<String> transformersNames() {
    return List.of("gelu", "gelu_python");
  }
}
