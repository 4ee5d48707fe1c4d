package org.entroscope.pretrained;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Component;

/**
 * The activation names of Hugging Face Transformers (its ACT2FN) that we can read and write. Each
 * registered activation declares its own names; {@code quick_gelu}, {@code silu}, {@code relu2} and
 * others are missing, because no component computes them.
 */
final class ActivationNames {

  /** The name that Transformers uses for the identity, which is not an activation here. */
  private static final String IDENTITY = "linear";

  private ActivationNames() {}

  static boolean isKnown(String name) {
    return names().contains(name);
  }

  /** Returns the activation with a known name, or null for the identity. */
  static Activation activation(String name) {
    return activations().stream()
        .filter(activation -> activation.transformersNames().contains(name))
        .findFirst()
        .orElse(null);
  }

  /** Returns all names that can be read. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    activations().forEach(activation -> names.addAll(activation.transformersNames()));
    names.add(IDENTITY);
    return names;
  }

  private static List<Activation> activations() {
    List<Activation> activations = new ArrayList<>();
    for (Component component : Architecture.registered()) {
      if (component instanceof Activation activation) {
        activations.add(activation);
      }
    }
    return activations;
  }

  /** Returns whether Transformers has a name for the activation, which may be null. */
  static boolean has(Activation activation) {
    return activation == null || !activation.transformersNames().isEmpty();
  }

  /** Returns the name to write for an activation that has one. */
  static String name(Activation activation) {
    return activation == null ? IDENTITY : activation.transformersNames().get(0);
  }
}
