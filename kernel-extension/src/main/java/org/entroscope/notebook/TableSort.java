package org.entroscope.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes tables sortable. A click on the name of a column, Enter or the space bar sorts the table in
 * ascending, descending and original order. Numbers are sorted by value, and missing values come
 * last.
 *
 * <p>In pages without scripts, Jupyter removes the attributes that make the names buttons, and only
 * the names remain.
 */
final class TableSort {

  private static final String RESOURCE = "table.js";

  /** The script, which a page needs once but may contain several times. */
  static final String SCRIPT = "<script>\n" + read() + "</script>";

  private TableSort() {}

  /** Returns the header of a column whose table is not truncated. */
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
