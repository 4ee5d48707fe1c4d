package org.entroscope.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * plotly.js itself, the MIT-licensed library that draws the figures, as part of a page: a page
 * needs it once, no network, and no server.
 */
public final class PlotlyLibrary {

  /** Version of plotly.js. */
  public static final String VERSION = "3.3.1";

  private static final String PATH =
      "/META-INF/resources/webjars/plotly.js-dist/" + VERSION + "/plotly.js";

  private PlotlyLibrary() {}

  /**
   * A script element of about 2.4 MB that brings plotly.js into a page, also one with require.js.
   * It may come before or after the figures, and again.
   */
  public static String html() {
    return Html.TEXT;
  }

  /** The library's source. */
  static byte[] source() {
    return Resources.bytes(PATH);
  }

  /** Packed when first needed, then kept. */
  private static final class Html {
    static final String TEXT =
        "<script>\n"
            + Resources.fill(Resources.text("library.js"), "packed", packed())
            + "</script>\n";

    private static String packed() {
      ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 21);
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        // indentation means nothing, and is a tenth of what would travel
        for (String line : new String(source(), StandardCharsets.UTF_8).split("\n")) {
          gzip.write((line.stripLeading() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot pack plotly.js", e);
      }
      return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
  }
}
