package org.entroscope.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the paper's notation, which {@link ArchitectureNotation} parses. */
final class NotationPrinter {

  private NotationPrinter() {}

  static String print(Architecture a, boolean withSettings) {
    List<String> terms = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    settings.add(a.attention().arguments());
    settings.add(a.temperature() == null ? "" : a.temperature().toString());
    settings.removeIf(String::isEmpty);
    terms.add(
        a.attention().term() + (settings.isEmpty() ? "" : "(" + String.join(", ", settings) + ")"));
    if (a.layerNorm()) {
      terms.add("LN");
    }
    if (a.queryKeyNorm()) {
      terms.add("QKN");
    }
    if (a.activation() != null) {
      terms.add(a.activation().notation());
    }
    if (a.parametrised() != null) {
      terms.add(a.parametrised().toString());
    }
    if (a.scaled() || a.fused()) {
      terms.add((a.scaled() ? "Sc" : "") + (a.fused() ? "Fu" : "") + "FFN");
    }
    if (a.rotary() != null) {
      terms.add(a.rotary().toString());
    }
    if (a.parallel()) {
      terms.add("Parallel");
    }
    if (a.untied()) {
      terms.add("untied");
    }
    if (!a.finalLayerNorm()) {
      terms.add("noLNf");
    }
    if (a.biases() != Biases.QK) {
      terms.add("bias(" + a.biases().name().toLowerCase(Locale.ROOT) + ")");
    }
    String all = String.join(" + ", terms);
    for (Regulariser regulariser : a.regularisers()) {
      String arguments = withSettings ? regulariser.arguments() : "";
      all =
          "%s(%s%s)"
              .formatted(regulariser.term(), all, arguments.isEmpty() ? "" : ", " + arguments);
    }
    return all;
  }
}
