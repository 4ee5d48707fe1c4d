package org.entroscope.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Tables that sort by a click on a column's name, or by Enter or the space bar: upwards, downwards,
 * and as they were. Numbers sort by value, and missing values stand last.
 *
 * <p>Where scripts do not run, Jupyter takes away what makes the names buttons, and they are names.
 */
final class TableSort {

  private static final String RESOURCE = "table.js";

  /** What a page needs once; it may be there several times. */
  static final String SCRIPT = "<script>\n" + read() + "</script>";

  private TableSort() {}

  /** The head of a column whose cells are complete. */
  static String head(String name, boolean numeric) {
    return """
        <th scope="col" aria-sort="none"%s dir="auto" style="text-align:%s">\
        <span class="entroscope-sort" role="button" tabindex="0" style="cursor:pointer"\
         title="Sort by this column">%s<span aria-hidden="true"></span></span></th>\
        """
        .formatted(numeric ? " data-numeric" : "", numeric ? "right" : "left", Html.escape(name));
  }

  private static String read() {
    try (InputStream in = TableSort.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is not on the class path; the jar that should hold it is damaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE + " from the class path", e);
    }
  }
}
