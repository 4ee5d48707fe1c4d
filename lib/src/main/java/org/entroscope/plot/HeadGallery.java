package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.entroscope.statistics.AttentionMaps;

/**
 * Draws the attention matrices of all heads of a model (Eq. 2-3), with one row per layer. A click
 * enlarges a matrix. {@link HeadExplorer} shows the entropies beside a single matrix.
 */
public final class HeadGallery implements Drawing {

  private static final int COLOURS = 64;
  private static final int TOP = 66;
  private static final int INDENT = 56;
  private static final int GAP = 6;

  private final AttentionMaps model;

  private HeadGallery(AttentionMaps model) {
    this.model = model;
  }

  /**
   * Draws all heads of a model on one text.
   *
   * @throws IllegalArgumentException if the heads have more probabilities than a page should
   *     contain
   */
  public static HeadGallery of(AttentionMaps model) {
    AttentionCode.check(List.of(model));
    return new HeadGallery(model);
  }

  private String title() {
    return "All heads of " + model.name();
  }

  @Override
  public String html() {
    ObjectNode input = Json.object().put("size", model.entropy().context());
    ArrayNode visible = input.putArray("visible");
    TokenText.visible(model.tokens()).forEach(visible::add);
    ArrayNode palette = input.putArray("palette");
    for (int i = 0; i < COLOURS; i++) {
      palette.add(Colours.at(i / (COLOURS - 1.0)));
    }
    input.set("model", AttentionCode.json(model));
    return DrawingHtml.fragment(this, title(), "head-gallery.js", input);
  }

  @Override
  public String toSvg() {
    int layers = model.entropy().layers();
    int heads = model.entropy().heads();
    int side = Math.min(88, (DrawingHtml.WIDTH - INDENT) / heads - GAP);
    SvgPen pen = new SvgPen();
    pen.text(8, 22, Json.text(title()), "start", 16);
    String words = "Rows are queries, columns are keys. Brighter cells mean more attention.";
    pen.text(8, 42, words, "start", 12, "fill-opacity", ".8");
    for (int h = 0; h < heads; h++) {
      pen.text(
          INDENT + h * (side + GAP) + side / 2.0,
          TOP - 6,
          "head " + h,
          "middle",
          side < 40 ? 8 : 10);
    }
    for (int l = 0; l < layers; l++) {
      double y = TOP + l * (side + GAP);
      pen.text(8, y + side / 2.0 + 4, "layer " + l, "start", 10);
      for (int h = 0; h < heads; h++) {
        String address = Png.address(pixels(model.at(l, h)));
        double x = INDENT + h * (side + GAP);
        pen.image(x, y, side, side, address, "style", "image-rendering:pixelated");
      }
    }
    return pen.document(DrawingHtml.WIDTH, TOP + layers * (side + GAP) + 4, title());
  }

  /** Computes the colours as the script does. Cube roots make both 1 and 1/T visible. */
  private static int[][] pixels(float[][] attention) {
    int[][] pixels = new int[attention.length][attention.length];
    for (int query = 0; query < attention.length; query++) {
      for (int key = 0; key < attention.length; key++) {
        float p = attention[query][key];
        boolean shown = Float.isFinite(p) && (p != 0 || key <= query);
        // few colours keep the image small
        double step = Math.rint(Math.cbrt(Math.max(0, p)) * 31) / 31;
        pixels[query][key] = shown ? Integer.parseInt(Colours.at(step).substring(1), 16) : -1;
      }
    }
    return pixels;
  }

  @Override
  public String toText() {
    return title() + System.lineSeparator() + model.entropy();
  }

  @Override
  public String toString() {
    return toText();
  }
}
