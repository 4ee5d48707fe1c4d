package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entroscope.statistics.HeadValues;

/** Draws values of heads as annotated panels of a figure, all with one colour scale. */
final class HeadPanels {

  /** The width of the plotting area in a figure that is 700 pixels wide. */
  private static final int WIDTH = 520;

  private static final int PANEL_GAP = 40;

  /** With more heads than this, there is room for only one decimal. */
  private static final int NARROW = 8;

  /** With more heads than this, the numbers in the cells would overlap. */
  private static final int MOST_WRITTEN = 26;

  private final Map<String, HeadValues> maps;
  private final HeadScale scale;
  private final int layers;
  private final int heads;

  /** Creates panels with a common scale for some maps. */
  HeadPanels(Map<String, HeadValues> maps) {
    this(maps, HeadScale.of(maps.values()));
  }

  HeadPanels(Map<String, HeadValues> maps, HeadScale scale) {
    this.maps = maps;
    this.scale = scale;
    layers = maps.values().stream().mapToInt(HeadValues::layers).max().orElse(1);
    heads = maps.values().stream().mapToInt(HeadValues::heads).max().orElse(1);
  }

  /** Returns how many panels fit side by side with room for a number in each cell. */
  int columns() {
    int panel = Math.max(120, heads * (heads > NARROW ? 19 : 27)) + PANEL_GAP;
    int most = Math.max(1, Math.min(maps.size(), (WIDTH + PANEL_GAP) / panel));
    // four panels look better as two by two than as three and one
    return (maps.size() + rows(most) - 1) / rows(most);
  }

  private int rows(int columns) {
    return (maps.size() + columns - 1) / columns;
  }

  private int panelHeight() {
    return Math.max(130, Math.min(30, 220 / layers + 12) * layers);
  }

  int height(int columns) {
    int rows = rows(columns);
    return rows * panelHeight() + (rows - 1) * 74 + 130 + (named() ? 16 : 0);
  }

  private boolean named() {
    return !maps.keySet().iterator().next().isEmpty();
  }

  /** Adds the panels in a grid that fills the figure. */
  void addTo(FigureBuilder figure, int columns) {
    int rows = rows(columns);
    double gapX = columns == 1 ? 0 : (double) PANEL_GAP / WIDTH;
    double gapY = 74.0 / (rows * panelHeight() + (rows - 1) * 74);
    int index = 0;
    for (Map.Entry<String, HeadValues> entry : maps.entrySet()) {
      int column = index % columns;
      int row = index / columns;
      Panel panel = figure.panel();
      panel.place(column, columns, gapX, row, rows, gapY).title(entry.getKey());
      draw(figure, index, panel, entry.getValue(), column == 0);
      index++;
    }
    if (named()) {
      figure.margin(64, 20, 94, 52);
    }
    scale.colours(figure);
  }

  /** Draws the cells of one map and their axes, in the colours of the figure's colour bar. */
  void draw(FigureBuilder figure, int index, Panel panel, HeadValues map, boolean labelled) {
    draw(figure, index, panel, map, labelled, cells(map));
  }

  /**
   * Draws a map with its own colours, for figures whose colour bar is missing or explains other
   * values.
   */
  void drawAlone(FigureBuilder figure, int index, Panel panel, HeadValues map) {
    Trace cells = cells(map);
    cells.json.remove("coloraxis");
    cells.json.set("zmin", Json.number(scale.low()));
    cells.json.set("zmax", Json.number(scale.high()));
    cells.json.set("colorscale", Colours.scale(1));
    cells.json.put("showscale", false);
    draw(figure, index, panel, map, true, cells);
  }

  private void draw(
      FigureBuilder figure, int index, Panel panel, HeadValues map, boolean labelled, Trace cells) {
    panel.cells(Panel.Side.X, map.heads()).cells(Panel.Side.Y, map.layers());
    panel.label(Panel.Side.X, "head");
    if (labelled) {
      panel.label(Panel.Side.Y, "layer");
    }
    figure.add(cells.on(index));
    if (isWritten(map)) {
      figure.add(numbers(map).on(index));
    }
  }

  private Trace cells(HeadValues map) {
    Trace cells = Trace.heatMap(map.values());
    cells.json.put("xgap", 1).put("ygap", 1);
    String hover = "layer %{y}, head %{x}<br>" + scale.hover("z");
    if (scale.quantity().hasShares()) {
      cells.json.set("customdata", shares(map));
      hover += "<br>%{customdata:.1%} of the " + scale.quantity().upperName();
    }
    return cells.hover(hover + "<extra></extra>");
  }

  private Trace numbers(HeadValues map) {
    int n = map.layers() * map.heads();
    double[] x = new double[n];
    double[] y = new double[n];
    List<String> words = new ArrayList<>(n);
    List<String> colours = new ArrayList<>(n);
    boolean narrow = map.heads() > NARROW;
    for (int i = 0; i < n; i++) {
      x[i] = i % map.heads();
      y[i] = i / map.heads();
      float value = map.at(i / map.heads(), i % map.heads());
      boolean finite = Float.isFinite(value);
      words.add(NumberText.inCell(value, narrow ? 1 : 2));
      // a diverged cell is empty, so its label is on the page's own light or dark background
      colours.add(finite ? Colours.textOn(scale.place(value)) : Colours.MUTED);
    }
    Trace numbers = Trace.words(x, y, words, colours);
    numbers.json.withObjectProperty("textfont").put("size", narrow ? 9 : 11);
    return numbers;
  }

  /**
   * Returns the arguments of Plotly's restyle that show other maps of the same models. The traces
   * of {@link #addTo} must be the first ones of the figure.
   *
   * @param shown one map per panel, in the order of the panels
   */
  ArrayNode change(List<HeadValues> shown) {
    JsonNode nothing = JsonNodeFactory.instance.nullNode();
    ArrayNode traces = Json.array();
    ArrayNode z = Json.array();
    ArrayNode customdata = Json.array();
    ArrayNode text = Json.array();
    ArrayNode colours = Json.array();
    for (HeadValues map : shown) {
      traces.add(traces.size());
      z.add(Json.matrix(map.values()));
      customdata.add(scale.quantity().hasShares() ? shares(map) : nothing);
      text.add(nothing);
      colours.add(nothing);
      if (isWritten(map)) {
        ObjectNode words = numbers(map).json;
        traces.add(traces.size());
        z.add(nothing);
        customdata.add(nothing);
        text.add(words.path("text"));
        colours.add(words.path("textfont").path("color"));
      }
    }
    ObjectNode change = Json.object();
    change.set("z", z);
    change.set("customdata", customdata);
    if (traces.size() > shown.size()) {
      change.set("text", text);
      change.set("textfont.color", colours);
    }
    return Json.array().add(change).add(traces);
  }

  private static boolean isWritten(HeadValues map) {
    return map.heads() <= MOST_WRITTEN && map.layers() <= 2 * MOST_WRITTEN;
  }

  private static ArrayNode shares(HeadValues map) {
    double bound = map.quantity().upper();
    ArrayNode shares = Json.array();
    for (float[] layer : map.values()) {
      ArrayNode row = shares.addArray();
      for (float value : layer) {
        row.add(Json.share(value / bound));
      }
    }
    return shares;
  }
}
