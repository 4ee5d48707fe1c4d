package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;

/**
 * plotly.js itself, the MIT-licensed library that draws the figures, as part of a page: a page
 * needs it once, no network, and no server.
 *
 * <p>Our figures need plotly.js's own bundle of Cartesian traces, a quarter of the whole. It is not
 * on Maven Central and lies among our resources as npm publishes it. A figure of somebody's own
 * specification with other traces, such as {@code scatter3d}, needs the whole library.
 */
public final class PlotlyLibrary {

  /** Version of the bundle of Cartesian traces. */
  public static final String VERSION = "3.7.0";

  /** Version of the whole library. */
  public static final String FULL_VERSION = "3.3.1";

  /** A file name under which servers offer {@link #script}. */
  public static final String FILE = "plotly-library.js";

  private static final String BUNDLE = "plotly-cartesian-" + VERSION + ".min.js.gz";
  private static final String FULL =
      "/META-INF/resources/webjars/plotly.js-dist/" + FULL_VERSION + "/plotly.js";

  /** What the bundle draws. */
  private static final Set<String> CARTESIAN =
      Set.of(
          "scatter",
          "bar",
          "box",
          "contour",
          "heatmap",
          "histogram",
          "histogram2d",
          "histogram2dcontour",
          "image",
          "pie",
          "scatterternary",
          "violin");

  private PlotlyLibrary() {}

  /** Whether a figure has traces that the bundle of Cartesian ones does not draw. */
  public static boolean isFullWanted(Figure figure) {
    return !StreamSupport.stream(figure.data().spliterator(), false)
        .allMatch(trace -> CARTESIAN.contains(trace.path("type").asText("scatter")));
  }

  /**
   * A script element of about 640 kB that brings plotly.js into a page, also one with require.js.
   * It may come before or after the figures, and again.
   */
  public static String html() {
    return element(script());
  }

  /** The same for one figure: the whole library, of 2.4 MB, if it needs that. */
  public static String htmlFor(Figure figure) {
    return isFullWanted(figure) ? element(Whole.SCRIPT) : html();
  }

  /** The content of {@link #html}, as a file that a server may offer. */
  public static String script() {
    return Bundle.SCRIPT;
  }

  /** The whole library's source. */
  static byte[] source() {
    return Resources.bytes(FULL);
  }

  private static String element(String script) {
    return "<script>\n" + script + "</script>\n";
  }

  private static String script(byte[] packed, String library, String state) {
    return Resources.fill(
        Resources.text("library.js"),
        "packed",
        Base64.getEncoder().encodeToString(packed),
        "figure",
        FigureHtml.oneLine(Resources.text("figure.js")),
        "themes",
        Json.script(themes()),
        "library",
        library,
        "state",
        state);
  }

  private static JsonNode themes() {
    ObjectNode themes = Json.object();
    themes.set("light", Theme.LIGHT.transparent());
    themes.set("dark", Theme.DARK.transparent());
    return themes;
  }

  /** Read when first needed, then kept. */
  private static final class Bundle {
    static final String SCRIPT =
        script(Resources.bytes(BUNDLE), "entroscopePlotlyLibrary", "entroscopePlotly");
  }

  /** Packed when first needed, then kept. */
  private static final class Whole {
    static final String SCRIPT =
        script(packed(), "entroscopePlotlyFull", "entroscopePlotlyFullState");

    private static byte[] packed() {
      ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 21);
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        // indentation means nothing, and is a tenth of what would travel
        for (String line : new String(source(), StandardCharsets.UTF_8).split("\n")) {
          gzip.write((line.stripLeading() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot pack plotly.js", e);
      }
      return packed.toByteArray();
    }
  }
}
