package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.entroscope.hub.OptionalPart;

/**
 * Embeds plotly.js, the MIT-licensed library that draws the figures, in a page. A page needs it
 * once, and needs no network and no server.
 *
 * <p>Our figures need only plotly.js's bundle of Cartesian traces, a quarter of the whole library.
 * It is not on Maven Central; our resources contain it as published on npm. A figure with a custom
 * specification and other traces, such as {@code scatter3d}, needs the whole library, {@link
 * OptionalPart#PLOTLY}.
 */
public final class PlotlyLibrary {

  /** The version of the bundle of Cartesian traces. */
  public static final String VERSION = "3.7.0";

  /** The version of the whole library. */
  public static final String FULL_VERSION = "3.3.1";

  /** The file name under which servers provide {@link #script}. */
  public static final String FILE = "plotly-library.js";

  private static final String BUNDLE = "plotly-cartesian-" + VERSION + ".min.js.gz";
  private static final String FULL =
      "/META-INF/resources/webjars/plotly.js-dist/" + FULL_VERSION + "/plotly.js";

  /** The types of traces that the bundle can draw. */
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

  /** Returns whether a figure has traces that the bundle of Cartesian traces cannot draw. */
  public static boolean isFullWanted(Figure figure) {
    return !StreamSupport.stream(figure.data().spliterator(), false)
        .allMatch(trace -> CARTESIAN.contains(trace.path("type").asText("scatter")));
  }

  /**
   * Returns a script element of about 640 kB that adds plotly.js to a page, even if the page uses
   * require.js. The element may be before or after the figures, and may be repeated.
   */
  public static String html() {
    return element(script());
  }

  /**
   * Returns the script element that a figure needs: the bundle, or the whole library of 2.4 MB.
   *
   * @throws IllegalStateException if the whole library is needed and is not on the class path
   */
  public static String htmlFor(Figure figure) {
    if (isFullWanted(figure)) {
      requireWhole();
      return element(Whole.SCRIPT);
    }
    return html();
  }

  /** Returns the script of {@link #html}, as the content of a file. */
  public static String script() {
    return Bundle.SCRIPT;
  }

  /**
   * Returns the source of the library that a figure needs.
   *
   * @throws IllegalStateException if the whole library is needed and is not on the class path
   */
  static byte[] sourceFor(Figure figure) {
    if (isFullWanted(figure)) {
      requireWhole();
      return Resources.bytes(FULL);
    }
    return unpacked(Resources.bytes(BUNDLE));
  }

  private static void requireWhole() {
    OptionalPart.PLOTLY.require("a figure with traces that are not Cartesian");
  }

  private static byte[] unpacked(byte[] gzip) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + BUNDLE, e);
    }
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

  /** The bundle, which is read when it is first needed. */
  private static final class Bundle {
    static final String SCRIPT =
        script(Resources.bytes(BUNDLE), "entroscopePlotlyLibrary", "entroscopePlotly");
  }

  /** The whole library, which is compressed when it is first needed. */
  private static final class Whole {
    static final String SCRIPT =
        script(packed(), "entroscopePlotlyFull", "entroscopePlotlyFullState");

    private static byte[] packed() {
      ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 21);
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        // indentation has no meaning, and it would be a tenth of the data
        for (String line : new String(Resources.bytes(FULL), StandardCharsets.UTF_8).split("\n")) {
          gzip.write((line.stripLeading() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot pack plotly.js", e);
      }
      return packed.toByteArray();
    }
  }
}
