package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.entroscope.statistics.AttentionMaps;

/**
 * Draws a text with its attention. The token under the pointer is the query. The background of
 * every token is as strong as the attention that the query gives to it (Eq. 2-3). A small heat map
 * of each model selects the head. Several models are shown side by side with the same query and
 * head.
 */
public final class AttentionText implements Drawing {

  private static final String TITLE = "Attention on a text";

  /** The number of keys that are named in words. */
  private static final int NAMED = 3;

  /** The width of a letter in the picture, in pixels. */
  private static final double LETTER = 7.4;

  private static final int LINE = 20;
  private static final int CELL = 13;
  private static final int INDENT = 8;

  /** The colour of the query's frame and of keys, as in the script. */
  private static final String KEY = "#d55e00";

  private final List<AttentionMaps> models;
  private final List<String> tokens;
  private final int layer;
  private final int head;

  private AttentionText(List<AttentionMaps> models, int layer, int head) {
    this.models = models;
    this.layer = layer;
    this.head = head;
    tokens = models.get(0).tokens();
    for (AttentionMaps model : models) {
      if (model.tokens().isEmpty()) {
        throw new IllegalArgumentException(
            "the text of the tokens of %s is not known".formatted(model.name()));
      }
      if (!model.tokens().equals(tokens)) {
        throw new IllegalArgumentException(
            "the models must have read the same tokens: %s has others than %s"
                .formatted(model.name(), models.get(0).name()));
      }
      model.at(layer, head); // throws an exception that names the valid indices
    }
    AttentionCode.check(models);
  }

  /**
   * Draws a text as one or several models read it. The drawing shows head 0 of layer 0 first.
   *
   * @param models the attention of each model on the same text, from {@code
   *     run.model().attention("...")}
   * @throws IllegalArgumentException if no model is given, the models have read different tokens,
   *     the text of the tokens is not known, or the models together have more probabilities than a
   *     page should contain
   */
  public static AttentionText of(AttentionMaps... models) {
    if (models.length == 0) {
      throw new IllegalArgumentException(
          "nothing to show: give the attention of at least one model");
    }
    return new AttentionText(List.of(models), 0, 0);
  }

  /**
   * Returns the same drawing with another head shown first.
   *
   * @throws IndexOutOfBoundsException if a model has no such layer or head
   */
  public AttentionText from(int layer, int head) {
    return new AttentionText(models, layer, head);
  }

  @Override
  public String html() {
    ObjectNode input = Json.object().put("layer", layer).put("head", head);
    ArrayNode texts = input.putArray("tokens");
    tokens.forEach(texts::add);
    ArrayNode visible = input.putArray("visible");
    TokenText.visible(tokens).forEach(visible::add);
    ArrayNode all = input.putArray("models");
    models.forEach(model -> all.add(AttentionCode.json(model)));
    return DrawingHtml.fragment(
        this, TITLE + ", layer %d, head %d".formatted(layer, head), "attention-text.js", input);
  }

  @Override
  public String toSvg() {
    SvgPen pen = new SvgPen();
    pen.text(INDENT, 22, TITLE, "start", 16);
    String words =
        "Layer %d, head %d. The framed token attends to the highlighted tokens."
            .formatted(layer, head);
    pen.text(INDENT, 42, Json.text(words), "start", 12, "fill-opacity", ".8");
    int y = 62;
    for (AttentionMaps model : models) {
      y = model(pen, model, y) + 18;
    }
    return pen.document(DrawingHtml.WIDTH, y, TITLE);
  }

  /** Draws one model and returns the position of its lower end. */
  private int model(SvgPen pen, AttentionMaps model, int y) {
    pen.text(INDENT, y + 12, Json.text(model.name()), "start", 13, "font-weight", "bold");
    int top = y + 22;
    HeadScale scale = HeadScale.of(List.of(model.entropy()));
    int layers = model.entropy().layers();
    int heads = model.entropy().heads();
    for (int l = 0; l < layers; l++) {
      for (int h = 0; h < heads; h++) {
        float value = model.entropy().at(l, h);
        String colour = Float.isFinite(value) ? Colours.at(scale.place(value)) : Colours.MUTED;
        boolean chosen = l == layer && h == head;
        String frame = chosen ? KEY : "";
        String width = chosen ? "2.5" : "";
        pen.rect(
            INDENT + h * CELL,
            top + l * CELL,
            CELL - 2,
            CELL - 2,
            "fill",
            colour,
            "stroke",
            frame,
            "stroke-width",
            width);
      }
    }
    float[] row = model.at(layer, head)[tokens.size() - 1];
    double left = INDENT + heads * CELL + 20;
    double x = left;
    double line = top;
    pen.group("font-family", "monospace");
    for (int i = 0; i < tokens.size(); i++) {
      String visible = TokenText.visible(tokens.get(i));
      double width = LETTER * visible.codePointCount(0, visible.length()) + 1;
      if (x + width > DrawingHtml.WIDTH - INDENT && x > left) {
        x = left;
        line += LINE;
      }
      boolean query = i == tokens.size() - 1;
      double strength = row[i] > 0 ? Math.sqrt(Math.min(1, row[i])) : 0;
      pen.rect(
          x,
          line,
          width,
          LINE - 4,
          "fill",
          KEY,
          "fill-opacity",
          NumberText.fixed(0.75 * strength, 2),
          "stroke",
          query ? Theme.LIGHT.text() : "");
      pen.text(x + width / 2, line + 12, Json.text(visible), "middle", 12);
      x += width;
    }
    pen.end();
    return (int) Math.max(top + layers * CELL, line + LINE);
  }

  @Override
  public String toText() {
    int query = tokens.size() - 1;
    StringBuilder text = new StringBuilder(TITLE);
    text.append(", layer %d, head %d; the last token attends to".formatted(layer, head));
    for (AttentionMaps model : models) {
      float[] row = model.at(layer, head)[query];
      List<Integer> keys = new ArrayList<>(IntStream.range(0, row.length).boxed().toList());
      keys.sort(Comparator.comparingDouble((Integer key) -> row[key]).reversed());
      List<String> words = new ArrayList<>();
      for (int key : keys.subList(0, Math.min(NAMED, keys.size()))) {
        words.add(
            String.format(
                Locale.ROOT,
                "'%s' (%d) %.0f%%",
                TokenText.visible(tokens.get(key)),
                key,
                100 * row[key]));
      }
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s (entropy of the head %.3f nats): %s",
              model.name(),
              model.entropy().at(layer, head),
              String.join(", ", words)));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return toText();
  }
}
