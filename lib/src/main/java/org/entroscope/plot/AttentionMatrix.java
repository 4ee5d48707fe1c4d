package org.entroscope.plot;

import java.util.List;
import java.util.Locale;
import org.entroscope.statistics.EntropyBound;

/** Draws one head's attention probabilities. */
final class AttentionMatrix {

  /** The height of a row with its token, in pixels. */
  private static final int TOKEN = 11;

  private AttentionMatrix() {}

  /**
   * @param tokens the labels of the axes, one per query; empty for numbers
   */
  static Figure figure(float[][] attention, String title, List<String> tokens) {
    if (!tokens.isEmpty()
        && (tokens.size() != attention.length || tokens.size() != attention[0].length)) {
      throw new IllegalArgumentException(
          "there must be as many tokens as queries and keys, not %d for %d queries and %d keys"
              .formatted(
                  tokens.size(),
                  attention.length,
                  attention.length == 0 ? 0 : attention[0].length));
    }
    if (attention.length == 0 || attention[0].length == 0) {
      throw new IllegalArgumentException("attention must have at least one query and one key");
    }
    float[][] shown = new float[attention.length][];
    double max = 0;
    double entropy = 0;
    boolean causal = true;
    int broken = 0;
    for (int query = 0; query < attention.length; query++) {
      if (attention[query].length != attention[0].length) {
        throw new IllegalArgumentException(
            "attention must be a matrix: row 0 has %d keys, row %d has %d"
                .formatted(attention[0].length, query, attention[query].length));
      }
      shown[query] = attention[query].clone();
      for (int key = 0; key < shown[query].length; key++) {
        float p = shown[query][key];
        if (!Float.isFinite(p)) {
          broken++;
          continue;
        }
        max = Math.max(max, p);
        entropy -= p > 0 ? p * Math.log(p) / attention.length : 0;
        causal &= key <= query || p == 0;
      }
    }
    if (causal) {
      for (int query = 0; query < shown.length; query++) {
        for (int key = query + 1; key < shown[query].length; key++) {
          shown[query][key] = Float.NaN;
        }
      }
    }
    String bound =
        String.format(
            Locale.ROOT,
            "%s %.3f",
            causal ? "causal bound" : "ln T =",
            causal
                ? EntropyBound.causal(attention.length)
                : EntropyBound.maximum(attention[0].length));
    String summary =
        broken == 0
            ? String.format(Locale.ROOT, "entropy %.3f nats, ", entropy)
            : "no entropy, as %,d of %,d probabilities are NaN or infinite; "
                .formatted(broken, attention.length * attention[0].length);
    return draw(shown, title, summary + bound, max > 0 ? max : 1, tokens);
  }

  private static Figure draw(
      float[][] shown, String title, String summary, double max, List<String> tokens) {
    FigureBuilder figure = new FigureBuilder(title, summary);
    Panel panel = figure.panel();
    panel.cells(Panel.Side.X, shown[0].length).label(Panel.Side.X, "key");
    panel.cells(Panel.Side.Y, shown.length).label(Panel.Side.Y, "query");
    if (!tokens.isEmpty()) {
      panel.named(Panel.Side.X, tokens).named(Panel.Side.Y, tokens);
    }
    Trace cells = Trace.heatMap(shown).on(0);
    cells.hover("query %{y}, key %{x}<br>attention %{z:.4f}<extra></extra>");
    figure.add(cells);
    figure.colours(0, max, "attention probability", Json.array(), Json.array());
    // the first query always gives its only key probability 1, while a uniform row has 1/T: with
    // cube roots, both are visible
    figure.layout().withObjectProperty("coloraxis").set("colorscale", Colours.scale(3));
    String text =
        "%s%n%d queries x %d keys, %s, largest probability %s"
            .formatted(
                title,
                shown.length,
                shown[0].length,
                summary,
                String.format(Locale.ROOT, "%.4f", max));
    return figure.height(Math.max(560, TOKEN * tokens.size() + 130)).build(text);
  }
}
