package org.entroscope.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Component;
import org.entroscope.architecture.Parametrised;
import org.entroscope.architecture.Regulariser;

/**
 * Draws the block of an architecture (Eq. 1 and 8): the operations on a token's vector from left to
 * right, the residual paths above them, and nonlinear operations in colour.
 */
final class ArchitectureDiagram {

  private static final int MIDDLE = 92;
  private static final int HEIGHT = 176;

  /**
   * The width of nearly every block, which makes a narrow page show all blocks at the same scale.
   */
  private static final int WIDTH = 940;

  private final Architecture architecture;
  private final StringBuilder svg = new StringBuilder();
  private final List<String> parts = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private int x = 34;

  private ArchitectureDiagram(Architecture architecture) {
    this.architecture = architecture;
  }

  static DisplayBundle of(Architecture architecture) {
    ArchitectureDiagram diagram = new ArchitectureDiagram(architecture);
    diagram.draw();
    int width = Math.max(WIDTH, diagram.x + 34);
    String content = diagram.svg.toString();
    String alternative =
        "Block diagram of " + architecture + ". " + String.join("; ", diagram.paths);
    String drawing = SvgPicture.html(width, HEIGHT, content, alternative, true);
    String words = words(architecture);
    String html =
        "<div class=\"entroscope-architecture\"><div><b>%s</b></div>%s<div>%s</div></div>"
            .formatted(Html.escape(architecture.toString()), drawing, Html.escape(words));
    return DisplayBundle.of(
            html, architecture + "\n" + String.join("\n", diagram.paths) + "\n" + words)
        .with(DisplayBundle.SVG, SvgPicture.svg(width, HEIGHT, content, alternative));
  }

  /** Describes what is nonlinear in a block and what is learned in addition to the weights. */
  static String words(Architecture a) {
    List<String> nonlinear = new ArrayList<>();
    nonlinear.add(a.attention().label());
    if (a.layerNorm()) {
      nonlinear.add("two LayerNorms");
    }
    if (a.queryKeyNorm()) {
      nonlinear.add("LayerNorm of queries and keys");
    }
    if (a.activation() != null) {
      nonlinear.add(a.activation().label());
    }
    StringBuilder words =
        new StringBuilder("Nonlinear in a block: ").append(String.join(", ", nonlinear));
    if (a.temperature() != null) {
      words.append("; a temperature is learned for every head and position");
    }
    if (a.parametrised() != null) {
      words.append("; ").append(a.parametrised().by().label()).append(" of ");
      words.append(a.parametrised().layers());
    }
    for (Regulariser regulariser : a.regularisers()) {
      words.append("; trained with the ").append(regulariser.label());
    }
    return words.append('.').toString();
  }

  private void draw() {
    text(14, MIDDLE + 5, "X", "16", "font-style=\"italic\"");
    arrow(24, x);
    attention();
    feedForward();
    text(x + 12, MIDDLE + 5, "X\u2032", "16", "font-style=\"italic\"");
  }

  private void attention() {
    int split = split();
    norm();
    Parametrised p = architecture.parametrised();
    boolean qk = p != null && p.layers().queryAndKey();
    linear(
        "W_q W_k W_v",
        !qk ? "" : p.by().term() + (p.layers().value() ? " of q, k, v" : " of q, k"));
    if (architecture.queryKeyNorm()) {
      box("LN q, k", "", Paint.NORM);
    }
    int softmax = x;
    box(
        architecture.attention().label(),
        architecture.temperature() == null ? "q\u00B7k / \u221Ad_k" : "q\u00B7k / t\u221Ad_k",
        Paint.SOFTMAX);
    int middle = (softmax + x - 18) / 2;
    if (architecture.temperature() != null) {
      badge(middle, MIDDLE + 44, "t learned", Paint.LEARNED);
    }
    if (architecture.regularised()) {
      String terms =
          architecture.regularisers().stream()
              .map(Component::label)
              .collect(Collectors.joining(", "));
      badge(middle, MIDDLE - 44, terms, Paint.LEARNED);
    }
    linear("W_o", p != null && p.layers().output() ? p.by().term() : "");
    join(split, "attention", "");
  }

  private void feedForward() {
    int split = split();
    norm();
    Parametrised p = architecture.parametrised();
    String note = p != null && p.layers().feedForward() ? p.by().term() : "";
    if (architecture.fused()) {
      linear("W fused", note.isEmpty() ? "d \u00D7 d" : note);
    } else {
      linear("W_in", note.isEmpty() ? "d \u2192 4d" : note);
      if (architecture.activation() != null) {
        Activation activation = architecture.activation();
        box(activation.label(), activation.note(), Paint.ACTIVATION);
      }
      linear("W_out", note.isEmpty() ? "4d \u2192 d" : note);
    }
    if (architecture.scaled()) {
      box("\u00F7 \u03B1", "learned", Paint.LEARNED);
    }
    join(split, "feed-forward", architecture.scaled() ? "\u00D7 \u03B2" : "");
  }

  private enum Paint {
    LINEAR("#8a9199", 0.13),
    NORM("#0072b2", 0.19),
    SOFTMAX("#e69f00", 0.22),
    ACTIVATION("#009e73", 0.20),
    LEARNED("#cc79a7", 0.20);

    final String colour;
    // a separate attribute, because Inkscape, which nbconvert uses to make PDFs, draws #rrggbbaa as
    // black
    final double opacity;

    Paint(String colour, double opacity) {
      this.colour = colour;
      this.opacity = opacity;
    }
  }

  private void norm() {
    if (architecture.layerNorm()) {
      box("LayerNorm", "", Paint.NORM);
    }
  }

  private void linear(String label, String note) {
    box(label, note, Paint.LINEAR);
  }

  private void box(String label, String note, Paint paint) {
    parts.add(note.isEmpty() ? label : label + " (" + note + ")");
    int width = Math.max(58, 18 + 8 * Math.max(label.length(), note.length() * 6 / 8));
    rect(x, MIDDLE - 22, width, 44, paint);
    text(x + width / 2, MIDDLE + (note.isEmpty() ? 5 : -2), label, "13", "");
    if (!note.isEmpty()) {
      text(x + width / 2, MIDDLE + 14, note, "10.5", "opacity=\".75\"");
    }
    arrow(x + width, x + width + 18);
    x += width + 18;
  }

  private void badge(int middle, int y, String label, Paint paint) {
    int width = 12 + 7 * label.length();
    rect(middle - width / 2, y - 10, width, 20, paint);
    text(middle, y + 4, label, "11", "");
  }

  private void rect(int left, int top, int width, int height, Paint paint) {
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"7\" fill=\"%s\" fill-opacity=\"%s\" stroke=\"%s\"/>"
            .formatted(left, top, width, height, paint.colour, paint.opacity, paint.colour));
  }

  /** Draws the point at which a residual path branches off. */
  private int split() {
    svg.append("<circle cx=\"%d\" cy=\"%d\" r=\"2.5\"/>".formatted(x, MIDDLE));
    int at = x;
    arrow(x, x + 20);
    x += 20;
    return at;
  }

  /** Draws the sum at which a residual path returns, and the name of its frame below. */
  private void join(int split, String name, String factor) {
    paths.add(
        name
            + ": "
            + String.join(", ", parts)
            + ", added to its input"
            + (factor.isEmpty() ? "" : " " + factor));
    parts.clear();
    int sum = x + 9;
    line("M%d %d V30 H%d V%d".formatted(split, MIDDLE, sum, MIDDLE - 10));
    head(sum, MIDDLE - 10, true);
    if (!factor.isEmpty()) {
      badge((split + sum) / 2, 30, factor, Paint.LEARNED);
    }
    svg.append(
        "<circle cx=\"%d\" cy=\"%d\" r=\"9\" fill=\"none\" stroke=\"currentColor\"/>"
            .formatted(sum, MIDDLE));
    line("M%d %d h10 M%d %d v10".formatted(sum - 5, MIDDLE, sum, MIDDLE - 5));
    line("M%d 154 H%d".formatted(split + 14, sum - 14));
    text((split + sum) / 2, 168, name, "11.5", "opacity=\".75\"");
    arrow(sum + 9, sum + 30);
    x = sum + 30;
  }

  private void arrow(int from, int to) {
    line("M%d %d H%d".formatted(from, MIDDLE, to - 3));
    head(to, MIDDLE, false);
  }

  private void head(int tipX, int tipY, boolean down) {
    String path =
        down
            ? "M%d %d l-4 -7 h8 z".formatted(tipX, tipY)
            : "M%d %d l-7 -4 v8 z".formatted(tipX, tipY);
    svg.append("<path d=\"%s\"/>".formatted(path));
  }

  private void line(String path) {
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".7\"/>"
            .formatted(path));
  }

  private void text(int middle, int y, String text, String size, String more) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" font-size=\"%s\" text-anchor=\"middle\" %s>%s</text>"
            .formatted(middle, y, size, more, subscripts(Html.escape(text))));
  }

  // W_in becomes W with the subscript "in"; the zero width space restores the baseline
  private static String subscripts(String text) {
    return text.replaceAll(
        "_(\\w+)", "<tspan dy=\"3\" font-size=\"75%\">$1</tspan><tspan dy=\"-3\">\u200B</tspan>");
  }
}
