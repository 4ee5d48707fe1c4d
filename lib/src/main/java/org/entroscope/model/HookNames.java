package org.entroscope.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;

/** The names of the activations that a forward pass passes to a {@link Hook}. */
final class HookNames {

  private static final String LAYER = "*";

  /** The names in the order of the forward pass; a star stands for the number of a layer. */
  private static final List<String> PATTERNS =
      List.of(
          "residual.embedding",
          "layer.*.attention.query",
          "layer.*.attention.key",
          "layer.*.attention.value",
          "layer.*.attention.scores",
          "layer.*.attention.entropy",
          "layer.*.attention.probabilities",
          "layer.*.attention.heads",
          "layer.*.attention.output",
          "residual.*.attention",
          "layer.*.ffn.hidden",
          "layer.*.ffn.output",
          "residual.*.ffn",
          "logits");

  private static final Pattern NUMBER = Pattern.compile("(?<=^|\\.)(\\*|\\d+)(?=\\.)");

  private HookNames() {}

  /** Rejects names that no model has, whatever its number of layers. */
  static void check(String name) {
    if (!PATTERNS.contains(pattern(name))) {
      throw unknown(name);
    }
  }

  /**
   * Returns the names that a pattern stands for in a model: the name itself or, with a star, one
   * name per layer.
   *
   * @throws IllegalArgumentException if the model has no such activation
   */
  static List<String> in(Gpt gpt, String name) {
    check(name);
    int layers = gpt.shape().layers();
    Matcher number = NUMBER.matcher(name);
    boolean numbered = number.find();
    if (numbered && !number.group().equals(LAYER) && !isLayer(number.group(), layers)) {
      throw new IllegalArgumentException(
          "'%s' does not exist: the layers of this model are 0 to %d".formatted(name, layers - 1));
    }
    if (!exists(pattern(name), gpt.architecture())) {
      throw new IllegalArgumentException(
          "there is no '%s' in this model: its feed-forward network is fused, with nothing between"
                  .formatted(name)
              + " two projections");
    }
    List<String> names = new ArrayList<>();
    if (numbered && number.group().equals(LAYER)) {
      for (int l = 0; l < layers; l++) {
        names.add(number.replaceFirst(String.valueOf(l)));
      }
    } else {
      names.add(name);
    }
    return names;
  }

  /** Returns the names of all activations of a model, in the order of the forward pass. */
  static List<String> of(Gpt gpt) {
    List<String> names = new ArrayList<>(List.of(PATTERNS.get(0)));
    for (int l = 0; l < gpt.shape().layers(); l++) {
      for (String pattern : PATTERNS) {
        if (pattern.contains(LAYER) && exists(pattern, gpt.architecture())) {
          names.add(pattern.replace(LAYER, String.valueOf(l)));
        }
      }
    }
    names.add(PATTERNS.get(PATTERNS.size() - 1));
    return names;
  }

  private static boolean exists(String pattern, Architecture architecture) {
    return !(architecture.fused() && pattern.endsWith("ffn.hidden"));
  }

  private static boolean isLayer(String number, int layers) {
    return number.length() < 10 && Integer.parseInt(number) < layers;
  }

  private static String pattern(String name) {
    return NUMBER.matcher(name).replaceFirst(LAYER);
  }

  private static IllegalArgumentException unknown(String name) {
    Matcher number = NUMBER.matcher(name);
    String layer = number.find() ? number.group() : LAYER;
    String nearest =
        PATTERNS.stream()
            .map(known -> known.replace(LAYER, layer))
            .sorted(Comparator.comparingInt(known -> distance(name, known)))
            .limit(3)
            .collect(Collectors.joining(", "));
    String all =
        PATTERNS.stream().map(n -> n.replace(LAYER, "l")).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "there is no '%s' in a model. Nearest: %s. All, with l a layer's number or *: %s"
            .formatted(name, nearest, all));
  }

  /** Returns the Levenshtein distance: the number of characters to insert, delete or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
