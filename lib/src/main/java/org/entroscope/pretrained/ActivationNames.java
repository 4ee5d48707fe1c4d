package org.entroscope.pretrained;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Component;

/**
 * The names that Transformers has for activations (its ACT2FN): those that the components declare.
 * {@code quick_gelu}, {@code silu}, {@code relu2} and others are functions that no component here
 * computes.
 */
final class ActivationNames {

  /** The name that Transformers has for no activation. */
  private static final String IDENTITY = "linear";

  private ActivationNames() {}

  static boolean isKnown(String name) {
    return names().contains(name);
  }

  /** The activation of a known name; null for none. */
  static Activation activation(String name) {
    return activations().stream()
        .filter(activation -> activation.transformersNames().contains(name))
        .findFirst()
        .orElse(null);
  }

  /** All names that can be read. */
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

  /** Whether Transformers has a name for an activation, which may be null. */
  static boolean has(Activation activation) {
    return activation == null || !activation.transformersNames().isEmpty();
  }

  /** The name to write for an activation that has one. */
  static String name(Activation activation) {
    return activation == null ? IDENTITY : activation.transformersNames().get(0);
  }
}
