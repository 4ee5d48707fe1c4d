package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Draws everything around the traces of a picture: grids, axis labels, shapes and annotations. */
final class PictureFrame {

  private static final double TURN = 30;

  private final Picture picture;

  PictureFrame(Picture picture) {
    this.picture = picture;
  }

  private PictureAxis across(String name, PictureAxis axis) {
    String letter = name.startsWith("x") ? "y" : "x";
    String number = name.substring(1);
    return picture.axes.get(axis.json().path("anchor").asText(letter + number));
  }

  private static boolean hidden(PictureAxis axis) {
    return axis == null || !axis.json().path("visible").asBoolean(true);
  }

  /** Draws the grid lines of an axis across its panel. */
  void grid(String name) {
    PictureAxis axis = picture.axes.get(name);
    PictureAxis other = across(name, axis);
    if (hidden(axis) || other == null) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    boolean discrete = !axis.categories().isEmpty() && !axis.upright();
    if (axis.json().path("showgrid").asBoolean(!discrete)) {
      AxisTicks.of(axis).forEach(tick -> line(lines, axis, other, tick.value()));
    } else if (axis.json().path("zeroline").asBoolean(true) && axis.from() * axis.to() < 0) {
      line(lines, axis, other, 0);
    }
    if (!lines.isEmpty()) {
      picture.pen.path(lines.toString(), "stroke", Theme.LIGHT.grid());
    }
  }

  private static void line(StringBuilder lines, PictureAxis axis, PictureAxis other, double at) {
    double pixel = axis.pixel(at);
    double from = other.start();
    if (axis.upright()) {
      lines.append("M%s %sh%s".formatted(px(from), px(pixel), px(other.length())));
    } else {
      lines.append("M%s %sv%s".formatted(px(pixel), px(from), px(-other.length())));
    }
  }

  private static String px(double pixels) {
    return SvgPen.px(pixels);
  }

  /** Draws the tick labels and the title of an axis. */
  void labels(String name) {
    PictureAxis axis = picture.axes.get(name);
    PictureAxis other = across(name, axis);
    if (hidden(axis) || other == null) {
      return;
    }
    List<AxisTicks.Tick> ticks = AxisTicks.of(axis);
    double reach = 0;
    if (axis.json().path("showticklabels").asBoolean(true)) {
      reach = axis.upright() ? left(axis, other, ticks) : below(axis, other, ticks);
    }
    String title = axis.json().path("title").path("text").asText();
    double middle =
        axis.upright() ? axis.start() - axis.length() / 2 : axis.start() + axis.length() / 2;
    if (axis.upright()) {
      double x = other.start() - reach - 14;
      picture.pen.text(
          0,
          0,
          title,
          "middle",
          13,
          "transform",
          "translate(%s %s)rotate(-90)".formatted(px(x), px(middle)));
    } else {
      picture.pen.text(middle, other.start() + reach + 22, title, "middle", 13);
    }
  }

  private double left(PictureAxis axis, PictureAxis other, List<AxisTicks.Tick> ticks) {
    double widest = 0;
    for (AxisTicks.Tick tick : ticks) {
      double y = axis.pixel(tick.value()) + axis.letters() / 3;
      picture.pen.text(other.start() - 5, y, tick.label(), "end", axis.letters());
      widest = Math.max(widest, SvgText.width(tick.label(), axis.letters()));
    }
    return widest + 5;
  }

  private double below(PictureAxis axis, PictureAxis other, List<AxisTicks.Tick> ticks) {
    double y = other.start() + 15;
    double turned = turnedHeight(axis);
    double free = Double.NEGATIVE_INFINITY;
    for (AxisTicks.Tick tick : ticks) {
      double x = axis.pixel(tick.value());
      if (turned > 0) {
        String turn = "translate(%s %s)rotate(%s)".formatted(px(x - 4), px(y - 4), px(TURN));
        picture.pen.text(0, 4, tick.label(), "start", Picture.FONT_SIZE, "transform", turn);
        continue;
      }
      double half = SvgText.width(tick.label(), axis.letters()) / 2;
      if (x - half > free) {
        picture.pen.text(x, y, tick.label(), "middle", axis.letters());
        free = x + half + (half > 6 ? 2 : 0);
      }
    }
    return turned > 0 ? turned : 16;
  }

  /**
   * Returns the height of names below an axis that are rotated to fit; 0 if they are not rotated.
   */
  static double turnedHeight(PictureAxis axis) {
    double widest = 0;
    for (String name : axis.categories()) {
      widest = Math.max(widest, SvgText.width(name, Picture.FONT_SIZE));
    }
    boolean fits = widest + 6 < axis.length() / Math.max(1, axis.categories().size());
    return fits ? 0 : widest * Math.sin(Math.toRadians(TURN)) + 14;
  }

  /** Draws the shapes: lines and frames across the panels. */
  void shapes() {
    for (JsonNode shape : picture.layout.path("shapes")) {
      double[] x = new double[2];
      double[] y = new double[2];
      for (int i = 0; i < 2; i++) {
        x[i] = place(shape, "x", "x" + i, false);
        y[i] = place(shape, "y", "y" + i, false);
      }
      JsonNode line = shape.path("line");
      String width = px(line.path("width").asDouble(2));
      String colour = PictureColour.solid(line.path("color").asText(), "#444444");
      String dash = PictureTraces.dash(line);
      if (shape.path("type").asText().equals("rect")) {
        picture.pen.rect(
            Math.min(x[0], x[1]),
            Math.min(y[0], y[1]),
            Math.abs(x[1] - x[0]),
            Math.abs(y[1] - y[0]),
            "fill",
            PictureColour.solid(shape.path("fillcolor").asText("none"), "none"),
            "fill-opacity",
            PictureColour.opacity(shape.path("fillcolor").asText()),
            "stroke",
            colour,
            "stroke-width",
            width);
      } else {
        picture.pen.line(
            x[0],
            y[0],
            x[1],
            y[1],
            "stroke",
            colour,
            "stroke-width",
            width,
            "stroke-dasharray",
            dash);
      }
    }
  }

  /** Returns a position: on an axis, as a share of its length, or as a share of the whole plot. */
  private double place(JsonNode owner, String letter, String field, boolean logarithm) {
    String reference = owner.path(letter + "ref").asText(letter);
    JsonNode place = owner.path(field);
    if (reference.equals("paper")) {
      double share = place.asDouble();
      return letter.equals("x")
          ? picture.left + share * (picture.right - picture.left)
          : picture.bottom - share * (picture.bottom - picture.top);
    }
    PictureAxis axis = picture.axisOf(owner, letter + "ref", letter);
    if (axis == null) {
      return Double.NaN;
    }
    // on logarithmic axes, Plotly gives logarithms for annotations and plain values for shapes
    return logarithm && axis.logarithmic() && !reference.endsWith("domain")
        ? axis.pixel(place.asDouble())
        : axis.of(place, reference);
  }

  /** Draws the annotations. */
  void notes() {
    for (JsonNode note : picture.layout.path("annotations")) {
      double x = place(note, "x", "x", true) + note.path("xshift").asDouble(0);
      double y = place(note, "y", "y", true) - note.path("yshift").asDouble(0);
      double size = note.path("font").path("size").asDouble(Picture.FONT_SIZE);
      String words = note.path("text").asText();
      double high = SvgText.lines(words).size() * 1.3 * size;
      double baseline =
          switch (note.path("yanchor").asText("middle")) {
            case "bottom" -> y - high + size - 3;
            case "top" -> y + size;
            default -> y - high / 2 + size;
          };
      String anchor =
          switch (note.path("xanchor").asText("center")) {
            case "left" -> "start";
            case "right" -> "end";
            default -> "middle";
          };
      double inset = anchor.equals("start") ? 1 : anchor.equals("end") ? -1 : 0;
      if (Double.isFinite(x) && Double.isFinite(y)) {
        String colour = PictureColour.solid(note.path("font").path("color").asText(""), "");
        picture.pen.text(x + inset, baseline, words, anchor, size, "fill", colour);
      }
    }
  }
}
