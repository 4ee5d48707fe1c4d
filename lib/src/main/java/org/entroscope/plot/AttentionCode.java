package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.entroscope.statistics.AttentionMaps;

/**
 * Encodes the attention of all heads as a string for scripts. Each probability takes two
 * characters, in steps of 1/4094; the last code is NaN. Probabilities that a causal mask hides are
 * left out.
 */
final class AttentionCode {

  /** The largest number of probabilities in a drawing. More would make notebooks too large. */
  private static final int MOST = 150_000;

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final int ONE = 4094;

  private AttentionCode() {}

  /**
   * Checks that the attention of some models is small enough for a page.
   *
   * @throws IllegalArgumentException if the models have too many probabilities together
   */
  static void check(Iterable<AttentionMaps> models) {
    long all = 0;
    for (AttentionMaps model : models) {
      long queries = model.entropy().context();
      long each = model.isCausal() ? queries * (queries + 1) / 2 : queries * queries;
      all += each * model.entropy().layers() * model.entropy().heads();
    }
    if (all > MOST) {
      throw new IllegalArgumentException(
          "%,d probabilities are too many for a drawing, which holds %,d: take a shorter text or fewer models"
              .formatted(all, MOST));
    }
  }

  /**
   * Returns a model for the scripts: its name, sizes and entropies, the colours of its heads, and
   * its probabilities.
   */
  static ObjectNode json(AttentionMaps model) {
    ObjectNode json = Json.object();
    int layers = model.entropy().layers();
    int heads = model.entropy().heads();
    json.put("name", model.name()).put("layers", layers).put("heads", heads);
    json.put("causal", model.isCausal());
    HeadScale scale = HeadScale.of(List.of(model.entropy()));
    ArrayNode entropies = json.putArray("entropy");
    ArrayNode colours = json.putArray("colours");
    StringBuilder code = new StringBuilder();
    for (int l = 0; l < layers; l++) {
      for (int h = 0; h < heads; h++) {
        float entropy = model.entropy().at(l, h);
        entropies.add(NumberText.fixed(entropy, 2));
        colours.add(Float.isFinite(entropy) ? Colours.at(scale.place(entropy)) : Colours.MUTED);
        append(code, model.at(l, h), model.isCausal());
      }
    }
    return json.put("code", code.toString());
  }

  private static void append(StringBuilder code, float[][] attention, boolean causal) {
    for (int query = 0; query < attention.length; query++) {
      int keys = causal ? query + 1 : attention.length;
      for (int key = 0; key < keys; key++) {
        float p = attention[query][key];
        boolean known = Float.isFinite(p);
        int step = known ? (int) Math.rint(ONE * Math.max(0, Math.min(1, p))) : ONE + 1;
        code.append(DIGITS.charAt(step / 64)).append(DIGITS.charAt(step % 64));
      }
    }
  }
}
