package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Arithmetic;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.engine.Scalar;

/**
 * GELU in the approximation that GPT-2 was trained with: {@code x (1 + tanh(sqrt(2 / pi) (x +
 * 0.044715 x^3))) / 2}.
 */
public record GeluTanh() implements Activation {

  private static final double CUBIC = 0.044715;

  @Override
  public String term() {
    return "Gtanh";
  }

  @Override
  public String label() {
    return "GELU";
  }

  @Override
  public String note() {
    return "by tanh";
  }

  @Override
  public NDArray forward(NDArray x, ParameterValues learned) {
    NDArray cubic = x.mul(x).mul(x).mul(Scalar.of(x, CUBIC));
    NDArray inner = x.add(cubic).mul(Scalar.of(x, Math.sqrt(2 / Math.PI)));
    return x.mul(Scalar.of(x, 0.5)).mul(inner.tanh().add(Scalar.of(x, 1)));
  }

  @Override
  public <T> T formula(T x, Arithmetic<T> arithmetic) {
    return arithmetic.smoothRelu(x, GeluTanh::of);
  }

  private static double of(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + CUBIC * x * x * x)));
  }

  @Override
  public List<String> transformersNames() {
    return List.of(
        "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate");
  }
}
