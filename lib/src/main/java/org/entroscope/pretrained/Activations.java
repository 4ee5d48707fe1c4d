package org.entroscope.pretrained;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.entroscope.architecture.Activation;

/** The names that Transformers has for the activations that we have (its ACT2FN). */
final class Activations {

  /**
   * Several names mean one function. The first one of each is what we write. Not here are {@code
   * quick_gelu}, {@code gelu_10}, {@code silu}, {@code swish}, {@code mish}, {@code relu2}, {@code
   * relu6}, {@code tanh} and others: functions that we do not have.
   */
  private static final Map<String, Activation> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("gelu_new", Activation.GELU_TANH);
    BY_NAME.put("gelu_pytorch_tanh", Activation.GELU_TANH);
    BY_NAME.put("gelu_python_tanh", Activation.GELU_TANH);
    BY_NAME.put("gelu_fast", Activation.GELU_TANH);
    BY_NAME.put("gelu_accurate", Activation.GELU_TANH);
    BY_NAME.put("gelu", Activation.GELU);
    BY_NAME.put("gelu_python", Activation.GELU);
    BY_NAME.put("relu", Activation.RELU);
    BY_NAME.put("leaky_relu", Activation.leaky(0.01)); // PyTorch's negative slope
    BY_NAME.put("linear", Activation.IDENTITY);
  }

  private Activations() {}

  static Optional<Activation> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** All names that {@link #named} knows. */
  static String names() {
    return String.join(", ", BY_NAME.keySet());
  }

  static boolean has(Activation activation) {
    return BY_NAME.containsValue(activation);
  }

  /** The name of an activation that has one. */
  static String name(Activation activation) {
    return BY_NAME.entrySet().stream()
        .filter(entry -> entry.getValue().equals(activation))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }
}
