package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A figure: a specification for plotly.js, and a text for places where nothing can be drawn.
 * Immutable.
 *
 * <p>{@link #save} writes it to a file. {@link #html} returns the output of a notebook cell.
 */
public final class Figure {

  private final String title;
  private final ArrayNode data;
  private final ObjectNode layout;
  private final String text;

  Figure(String title, ArrayNode data, ObjectNode layout, String text) {
    this.title = title;
    this.data = data.deepCopy();
    this.layout = layout.deepCopy();
    this.text = text;
  }

  /**
   * Creates a figure from any Plotly specification, without changes: {@code <} and similar
   * characters in its labels are Plotly's markup, not literal text.
   *
   * @param title the title as plain text
   * @param data the traces
   * @param layout the layout; its height in pixels should be set
   * @param text a description of what the figure shows, for a terminal
   */
  public static Figure of(String title, ArrayNode data, ObjectNode layout, String text) {
    return new Figure(title, data, layout, text);
  }

  /** Returns the title as plain text. */
  public String title() {
    return title;
  }

  /** Returns the title and subtitle, as an alternative text for the figure. */
  public String description() {
    String name = title.isBlank() ? "Figure" : title;
    String second =
        SvgText.plain(
            layout.path("title").path("subtitle").path("text").asText().replace("<br>", " "));
    return second.isBlank() ? name : name + ": " + second;
  }

  /** Returns a copy of the traces. */
  public JsonNode data() {
    return data.deepCopy();
  }

  /** Returns a copy of the layout, without the colours of a theme. */
  public JsonNode layout() {
    return layout.deepCopy();
  }

  /** Returns the height in pixels. The width is that of the page. */
  public int height() {
    return layout.path("height").asInt();
  }

  /**
   * Returns the complete specification with a white background, for other programs with plotly.js.
   */
  public JsonNode specification() {
    return Json.object().<ObjectNode>set("data", data()).set("layout", themed(Theme.LIGHT));
  }

  private JsonNode themed(Theme theme) {
    return layout.deepCopy().set("template", theme.opaque());
  }

  /** Returns the {@linkplain #specification specification} as JSON text. */
  public String toJson() {
    return Json.write(specification());
  }

  /** Returns a self-contained page that draws the figure, with a light and a dark theme. */
  public String toHtml() {
    return FigureHtml.page(this);
  }

  /**
   * Returns the HTML that a notebook cell shows. It draws the figure as soon as the page has
   * plotly.js ({@link PlotlyLibrary#html}), adapts to the theme and the width of the page, and
   * names what is missing if it cannot draw. The result is deterministic, and a page may contain
   * the same figure twice.
   */
  public String html() {
    return FigureHtml.fragment(this);
  }

  /**
   * Returns the figure as a picture: a self-contained SVG element that needs no script and shows
   * the initial state of the interactive figure.
   *
   * @return the picture; empty if a custom specification has other traces than {@code scatter},
   *     {@code bar} and {@code heatmap}
   */
  public Optional<String> toSvg() {
    return Picture.canDraw(this) ? Optional.of(Picture.svg(this)) : Optional.empty();
  }

  /** Returns a description of what the figure shows, for a terminal. */
  public String toText() {
    return text;
  }

  /**
   * Saves the figure to a file, atomically.
   *
   * @param file the file, whose name ends in .html, .json, .svg or .png; .png needs Chrome or
   *     Chromium, as does .svg if {@link #toSvg} is empty
   * @throws IllegalArgumentException if the name has another ending
   * @throws java.io.UncheckedIOException if the figure cannot be written or drawn; the message
   *     gives the reason
   */
  public void save(Path file) {
    FigureFile.save(this, file);
  }

  /** Saves the figure to a path; see {@link #save(Path)}. */
  public void save(String file) {
    save(Path.of(file));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Figure figure
        && data.equals(figure.data)
        && layout.equals(figure.layout)
        && text.equals(figure.text);
  }

  @Override
  public int hashCode() {
    return 31 * data.hashCode() + layout.hashCode();
  }

  /** Returns the same text as {@link #toText}. */
  @Override
  public String toString() {
    return text;
  }
}
