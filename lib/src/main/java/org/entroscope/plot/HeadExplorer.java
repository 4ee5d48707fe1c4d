package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;

/**
 * Draws the L x H map of entropies, or of another statistic, beside the T x T attention of one
 * head. A click on a head, or the slider, selects the head.
 *
 * <p>The figure contains the attention of all heads. If this would be too much for a page, square
 * blocks of queries and keys share a cell. {@link HeatMap#attention} shows a single head in full.
 */
public final class HeadExplorer {

  /** The largest number of probabilities in a figure. Each has about seven characters. */
  private static final int MOST = 20_000;

  private static final int HEIGHT = 480;

  /** With more tokens than this, their texts have no room at the axes of half a page. */
  private static final int MOST_NAMED = 40;

  /** The height of a row with its token, in pixels. */
  private static final int TOKEN = 11;

  private static final int AROUND = 214;

  private final AttentionMaps attention;
  private final HeadValues values;
  private final boolean causal;
  private final int block;

  private HeadExplorer(AttentionMaps attention, HeadValues values) {
    this.attention = attention;
    this.values = values;
    causal = attention.isCausal();
    block = block();
  }

  /** Draws all heads of a model on one sequence. The figure shows layer 0, head 0 first. */
  public static Figure of(AttentionMaps attention) {
    return new HeadExplorer(attention, attention.entropy()).figure();
  }

  /**
   * Draws all heads of a model on one sequence, beside the map of a statistic that was measured on
   * this sequence or on other data: {@code HeadExplorer.of(run.model().attention("..."),
   * run.heads("sink mass"))}.
   *
   * @throws IllegalArgumentException if the numbers of layers or heads differ
   */
  public static Figure of(AttentionMaps attention, HeadValues values) {
    HeadValues heads = attention.entropy();
    if (values.layers() != heads.layers() || values.heads() != heads.heads()) {
      throw new IllegalArgumentException(
          "the attention is of %d layers with %d heads, the values are of %d with %d"
              .formatted(heads.layers(), heads.heads(), values.layers(), values.heads()));
    }
    return new HeadExplorer(attention, values).figure();
  }

  private Figure figure() {
    HeadQuantity quantity = values.quantity();
    String words =
        "Left: %s; %s. Click a head or drag the slider to see its attention"
            .formatted(quantity.label(), quantity.bounds(values.context()));
    FigureBuilder figure = new FigureBuilder("Attention of " + attention.name(), words);
    Panel map = figure.panel().place(0, 0.38, 0, 1).title("head " + quantity.name());
    Panel head = figure.panel().place(0.5, 1, 0, 1).title(words(0, 0));
    figure.add(probabilities().on(1));
    HeadScale scale = HeadScale.of(List.of(values));
    new HeadPanels(Map.of("", values), scale).draw(figure, 0, map, values, true);
    scale.colours(figure);
    int context = attention.entropy().context();
    int cells = (context + block - 1) / block;
    String unit = block == 1 ? "" : String.format(Locale.ROOT, " (%d a cell)", block);
    head.cells(Panel.Side.X, cells).label(Panel.Side.X, "key" + unit);
    head.cells(Panel.Side.Y, cells).label(Panel.Side.Y, "query" + unit);
    boolean named = block == 1 && context <= MOST_NAMED && fits(attention.tokens());
    if (named) {
      List<String> tokens = TokenText.visible(attention.tokens());
      head.named(Panel.Side.X, tokens).named(Panel.Side.Y, tokens);
    }
    ObjectNode layout = figure.layout();
    // the cells contain numbers; the colour bar at the right explains the probabilities
    layout.withObjectProperty("coloraxis").put("showscale", false);
    mark(layout);
    slider(layout);
    // a click on a cell of this trace moves the slider to the step with the same number
    layout.put("clickable", 1); // not in meta, which would make templates of all titles
    figure.margin(56, 20, 94, 120);
    boolean known = values.equals(attention.entropy());
    String text = known ? attention.toString() : attention + System.lineSeparator() + values;
    int height = named ? Math.max(HEIGHT, TOKEN * context + AROUND) : HEIGHT;
    return figure.height(height).build(text);
  }

  /** Single characters fit side by side, longer tokens do not. */
  private static boolean fits(List<String> tokens) {
    return !tokens.isEmpty() && tokens.stream().allMatch(t -> t.codePointCount(0, t.length()) == 1);
  }

  private Trace probabilities() {
    Trace trace = Trace.heatMap(new float[0][]);
    trace.json.remove("coloraxis");
    trace.json.set("z", matrix(0, 0));
    trace.json.put("zmin", 0).put("zmax", 1);
    // as in the picture of a single head: with cube roots, both 1 and 1/T are visible
    trace.json.set("colorscale", Colours.scale(3));
    ObjectNode bar = trace.json.withObjectProperty("colorbar");
    bar.put("thickness", 12).put("outlinewidth", 0).put("x", 1.02);
    bar.put("len", 1).put("y", 1).put("yanchor", "top");
    bar.withObjectProperty("title").put("text", "attention probability").put("side", "right");
    return trace.hover("query %{y}, key %{x}<br>attention %{z:.4f}<extra></extra>");
  }

  private static void mark(ObjectNode layout) {
    ObjectNode frame = layout.withArrayProperty("shapes").addObject();
    frame.put("type", "rect").put("xref", "x").put("yref", "y").put("layer", "above");
    frame.put("x0", -0.5).put("x1", 0.5).put("y0", -0.5).put("y1", 0.5);
    frame.withObjectProperty("line").put("width", 3).put("color", "#d55e00");
  }

  private void slider(ObjectNode layout) {
    ObjectNode slider = layout.withArrayProperty("sliders").addObject();
    ArrayNode steps = slider.withArrayProperty("steps");
    for (int l = 0; l < values.layers(); l++) {
      for (int h = 0; h < values.heads(); h++) {
        ObjectNode step = steps.addObject();
        step.put("label", "layer %d, head %d".formatted(l, h)).put("method", "update");
        ArrayNode arguments = step.withArrayProperty("args");
        arguments.addObject().putArray("z").add(matrix(l, h));
        ObjectNode change = arguments.addObject();
        // the titles of the panels are the first two annotations of the figure
        change.put("annotations[1].text", Json.text(words(l, h)));
        change.put("shapes[0].x0", h - 0.5).put("shapes[0].x1", h + 0.5);
        change.put("shapes[0].y0", l - 0.5).put("shapes[0].y1", l + 0.5);
        arguments.addArray().add(0);
      }
    }
    slider.put("active", 0).put("x", 0).put("len", 1).put("y", 0).put("yanchor", "top");
    slider.withObjectProperty("pad").put("t", 52);
    slider.withObjectProperty("currentvalue").put("xanchor", "left");
    slider.withObjectProperty("transition").put("duration", 0);
  }

  private String words(int layer, int head) {
    String unit = values.quantity().unit();
    return String.format(
        Locale.ROOT,
        "layer %d, head %d: %.3f%s",
        layer,
        head,
        values.at(layer, head),
        unit.isEmpty() ? "" : " " + unit);
  }

  /** Returns the number of queries and keys that share a cell, along each axis. */
  private int block() {
    int heads = values.layers() * values.heads();
    int context = attention.entropy().context();
    int size = 1;
    while (true) {
      long cells = (context + size - 1) / size;
      long shown = causal ? cells * (cells + 1) / 2 : cells * cells;
      if (heads * shown <= MOST || cells == 1) {
        return size;
      }
      size++;
    }
  }

  /** Returns sums over the keys of a cell and means over its queries, without masked cells. */
  private ArrayNode matrix(int layer, int head) {
    float[][] full = attention.at(layer, head);
    ArrayNode rows = Json.array();
    for (int from = 0; from < full.length; from += block) {
      int queries = Math.min(block, full.length - from);
      ArrayNode row = rows.addArray();
      int end = causal ? from + queries : full.length;
      for (int key = 0; key < end; key += block) {
        double sum = 0;
        for (int q = from; q < from + queries; q++) {
          for (int k = key; k < Math.min(key + block, full.length); k++) {
            sum += full[q][k];
          }
        }
        double mean = sum / queries;
        row.add(Json.number(Double.isFinite(mean) ? Math.rint(1e4 * mean) / 1e4 : mean));
      }
    }
    return rows;
  }
}
