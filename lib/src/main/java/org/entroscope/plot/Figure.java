package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A figure: a specification for plotly.js, and words for where nothing can be drawn. Immutable.
 *
 * <p>{@link #save} writes it to a file, {@link #html} gives what a notebook cell shows.
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
   * A figure from anybody's Plotly specification, taken as it is: {@code <} and the like in its
   * labels are Plotly's markup, not literal text.
   *
   * @param title plain text
   * @param data the traces
   * @param layout the layout; its height in pixels should be set
   * @param text what the figure shows, for a terminal
   */
  public static Figure of(String title, ArrayNode data, ObjectNode layout, String text) {
    return new Figure(title, data, layout, text);
  }

  /** The title, as plain text. */
  public String title() {
    return title;
  }

  /** The title and what stands below it, for those who do not see the figure. */
  public String description() {
    String name = title.isBlank() ? "Figure" : title;
    String second =
        SvgText.plain(
            layout.path("title").path("subtitle").path("text").asText().replace("<br>", " "));
    return second.isBlank() ? name : name + ": " + second;
  }

  /** The traces, as a copy. */
  public JsonNode data() {
    return data.deepCopy();
  }

  /** The layout without colours of a theme, as a copy. */
  public JsonNode layout() {
    return layout.deepCopy();
  }

  /** Height in pixels; the width is that of the page. */
  public int height() {
    return layout.path("height").asInt();
  }

  /** The specification on a white ground, complete, as other programs with plotly.js read it. */
  public JsonNode specification() {
    return Json.object().<ObjectNode>set("data", data()).set("layout", themed(Theme.LIGHT));
  }

  private JsonNode themed(Theme theme) {
    return layout.deepCopy().set("template", theme.opaque());
  }

  /** The {@linkplain #specification specification} as JSON text. */
  public String toJson() {
    return Json.write(specification());
  }

  /** A page that draws the figure with nothing else at hand, in light and dark. */
  public String toHtml() {
    return FigureHtml.page(this);
  }

  /**
   * What a notebook's cell shows: draws itself as soon as the page has plotly.js ({@link
   * PlotlyLibrary#html}), follows the page's theme and width, and says in words what is missing if
   * it cannot. The same figure gives the same text, and the same figure twice on a page is drawn
   * twice.
   */
  public String html() {
    return FigureHtml.fragment(this);
  }

  /**
   * The figure as a picture, an SVG element that stands alone: it needs no script and no browser,
   * and shows what the interactive figure shows at first.
   *
   * @return nothing for a figure of somebody's own specification with other traces than {@code
   *     scatter}, {@code bar} and {@code heatmap}
   */
  public Optional<String> toSvg() {
    return Picture.canDraw(this) ? Optional.of(Picture.svg(this)) : Optional.empty();
  }

  /** What the figure shows, for a terminal. */
  public String toText() {
    return text;
  }

  /**
   * Saves the figure. The file appears complete or not at all.
   *
   * @param file ends in .html, .json, .svg or .png; .png needs Chrome or Chromium, and so does .svg
   *     where {@link #toSvg} gives nothing
   * @throws IllegalArgumentException for another ending
   * @throws java.io.UncheckedIOException if it cannot be written or drawn; the message says why
   */
  public void save(Path file) {
    FigureFile.save(this, file);
  }

  /** Saves the figure under the given path, as {@link #save(Path)} does. */
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

  /** The same as {@link #toText}. */
  @Override
  public String toString() {
    return text;
  }
}
