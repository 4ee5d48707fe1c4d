package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/** One pair of axes of a figure, with its position and its labels. */
final class Panel {

  /** The axis of a panel. */
  enum Side {
    X,
    Y
  }

  /**
   * Values on a logarithmic axis are close together if the largest is at most this many times the
   * smallest.
   */
  private static final double CLOSE = 1.6;

  private static final int MOST_POWERS = 8;

  /** The font size of a title. */
  private static final int TITLE = 13;

  /** The total width of the panels in a figure on a narrow page, in pixels. */
  private static final int WIDTH = 560;

  private final int index;
  private final ObjectNode x = Json.object();
  private final ObjectNode y = Json.object();
  private String title = "";

  Panel(int index) {
    this.index = index;
    x.put("anchor", axis("y", index));
    y.put("anchor", axis("x", index));
    place(0, 1, 0, 1);
  }

  /** Returns the index of the panel in its figure, from 0. */
  int index() {
    return index;
  }

  /** Returns Plotly's name of an axis: x, x2, x3. */
  static String axis(String letter, int panel) {
    return panel == 0 ? letter : letter + (panel + 1);
  }

  /** Places the panel in the plotting area, whose corners are (0, 0) and (1, 1). */
  Panel place(double left, double right, double bottom, double top) {
    x.set("domain", Json.numbers(left, right));
    y.set("domain", Json.numbers(bottom, top));
    return this;
  }

  /** Places the panel in a grid whose gaps are given as shares of the plotting area. */
  Panel place(int column, int columns, double gapX, int row, int rows, double gapY) {
    double width = (1 - gapX * (columns - 1)) / columns;
    double height = (1 - gapY * (rows - 1)) / rows;
    double left = column * (width + gapX);
    double top = 1 - row * (height + gapY);
    return place(left, Math.min(1, left + width), Math.max(0, top - height), top);
  }

  Panel title(String literal) {
    title = literal;
    return this;
  }

  Panel label(Side side, String literal) {
    ObjectNode label = axis(side).withObjectProperty("title");
    label.put("text", Json.text(literal));
    label.put("standoff", 8);
    return this;
  }

  Panel range(Side side, double from, double to) {
    axis(side).set("range", Json.numbers(from, to));
    return this;
  }

  /** Sets an axis of whole numbers from 0 to n-1, each in the middle of its cell. */
  Panel cells(Side side, int n) {
    ObjectNode axis = axis(side);
    axis.set("range", side == Side.X ? Json.numbers(-0.5, n - 0.5) : Json.numbers(n - 0.5, -0.5));
    axis.put("tickmode", "linear").put("tick0", 0).put("dtick", (n + 23) / 24);
    axis.put("showgrid", false).put("zeroline", false).put("ticks", "");
    return this;
  }

  /** Replaces the numbers of {@link #cells} by names in a small font. */
  Panel named(Side side, List<String> names) {
    ObjectNode axis = axis(side);
    double[] places = IntStream.range(0, names.size()).asDoubleStream().toArray();
    axis.put("tickmode", "array").set("tickvals", Json.numbers(places));
    axis.set("ticktext", Json.texts(names));
    axis.put("tickangle", 0).withObjectProperty("tickfont").put("size", 9);
    return this;
  }

  /**
   * Sets a logarithmic axis with round ticks, which are denser if the values are close together.
   */
  Panel logarithmic(Side side, double smallest, double largest) {
    double ratio = largest / smallest;
    double[] mantissas =
        ratio < CLOSE
            ? new double[] {
              1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 9.5
            }
            : ratio < 4
                ? new double[] {1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8}
                : ratio < 40 ? new double[] {1, 2, 3, 5} : new double[] {1, 3};
    ArrayNode ticks = Json.array();
    ArrayNode words = Json.array();
    // only ticks that can become visible: a factor of ten around the values is enough
    for (int power = -9; power < 12; power++) {
      for (double mantissa : mantissas) {
        double tick = mantissa * Math.pow(10, power);
        if (tick > smallest / 10 && tick < largest * 10) {
          ticks.add(Json.number(tick));
          words.add(NumberText.of((float) tick));
        }
      }
    }
    axis(side).put("type", "log").put("tickmode", "array").set("tickvals", ticks);
    axis(side).set("ticktext", words);
    if (smallest > 0 && ratio < CLOSE) {
      // around a single point, Plotly would show two powers of ten with all these ticks
      double middle = (Math.log10(smallest) + Math.log10(largest)) / 2;
      range(side, middle - Math.log10(CLOSE) / 2, middle + Math.log10(CLOSE) / 2);
    }
    return this;
  }

  /**
   * Sets a logarithmic axis over any range, with round ticks or, for wide ranges, powers of ten.
   */
  Panel wide(Side side, double smallest, double largest) {
    return largest > 1000 * smallest
        ? powersOfTen(side, smallest, largest)
        : logarithmic(side, smallest, largest);
  }

  /** Sets a logarithmic axis over many powers of ten, with as many of them as ticks as fit. */
  Panel powersOfTen(Side side, double smallest, double largest) {
    double powers = Math.log10(largest) - Math.log10(smallest);
    int apart = (int) Math.max(1, Math.ceil(powers / MOST_POWERS));
    axis(side).put("type", "log").put("dtick", apart).put("exponentformat", "power");
    return this;
  }

  /**
   * Sets an axis of n whole numbers from 0, with a small margin at both ends.
   *
   * @param most how many labels have room
   */
  Panel wholeNumbers(Side side, int n, int most) {
    int apart = (n + most - 1) / most;
    axis(side).put("tickmode", "linear").put("tick0", 0).put("dtick", apart);
    return range(side, -0.3, n - 0.7);
  }

  /** Sets an axis with one row per name, the first at the top. */
  Panel rows(List<String> names) {
    double[] places = IntStream.range(0, names.size()).asDoubleStream().toArray();
    y.put("tickmode", "array").set("tickvals", Json.numbers(places));
    y.set("ticktext", Json.texts(names));
    y.put("zeroline", false).put("ticks", "");
    y.set("range", Json.numbers(names.size() - 0.5, -0.5));
    return this;
  }

  /** Hides the names of the rows, for panels to the right of the first, which shows them. */
  Panel withoutNames() {
    y.put("showticklabels", false);
    return this;
  }

  /** Sets ticks at 0%, 50% and 100%. */
  Panel shares(Side side) {
    axis(side).put("tickmode", "array").set("tickvals", Json.numbers(0, 0.5, 1));
    axis(side).put("zeroline", false);
    return percent(side);
  }

  Panel percent(Side side) {
    axis(side).put("tickformat", ".0%");
    return this;
  }

  Panel categories(Side side) {
    axis(side).put("type", "category");
    return this;
  }

  /** Hides the axes, for a panel that has nothing to show yet. */
  Panel hidden() {
    x.put("visible", false);
    y.put("visible", false);
    return this;
  }

  private List<String> titleLines() {
    double share = x.path("domain").path(1).asDouble() - x.path("domain").path(0).asDouble();
    return Wrapped.lines(title, TITLE, share * WIDTH);
  }

  /** Returns the number of additional title lines of a panel at the top of its figure. */
  int extraLines() {
    boolean atTop = y.path("domain").path(1).asDouble() > 0.99;
    return title.isEmpty() || !atTop ? 0 : titleLines().size() - 1;
  }

  private ObjectNode axis(Side side) {
    return side == Side.X ? x : y;
  }

  void addTo(ObjectNode layout) {
    x.put("automargin", true);
    y.put("automargin", true);
    layout.set(axis("x", index).replace("x", "xaxis"), x);
    layout.set(axis("y", index).replace("y", "yaxis"), y);
    if (!title.isEmpty()) {
      ObjectNode note = layout.withArrayProperty("annotations").addObject();
      note.put("text", Wrapped.label(titleLines())).put("showarrow", false).put("align", "left");
      note.put("xref", axis("x", index) + " domain").put("yref", axis("y", index) + " domain");
      note.put("x", 0).put("xanchor", "left").put("y", 1).put("yanchor", "bottom");
      note.withObjectProperty("font").put("size", TITLE);
    }
  }
}
