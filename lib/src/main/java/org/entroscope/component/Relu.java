package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Arithmetic;
import org.entroscope.architecture.ParameterValues;

/** ReLU, {@code max(x, 0)}. */
public record Relu() implements Activation {

  @Override
  public String term() {
    return "R";
  }

  @Override
  public String label() {
    return "ReLU";
  }

  @Override
  public NDArray forward(NDArray x, ParameterValues learned) {
    return ai.djl.nn.Activation.relu(x);
  }

  @Override
  public <T> T formula(T x, Arithmetic<T> arithmetic) {
    return arithmetic.relu(x);
  }

  @Override
  public List<String> transformersNames() {
    return List.of("relu");
  }
}
