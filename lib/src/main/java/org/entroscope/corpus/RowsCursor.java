package org.entroscope.corpus;

import java.io.IOException;
import org.entroscope.corpus.Omissions.Why;

/**
 * Returns the rows of a table as documents {@code file!/row}. Long rows are split into parts, and
 * empty rows are left out.
 */
final class RowsCursor implements Cursor {

  private final String file;
  private final TextRows rows;
  private final Omissions omissions;
  private String name;
  private String text = "";
  private int at;
  private int parts;
  private long number;

  RowsCursor(String file, TextRows rows, Omissions omissions) {
    this.file = file;
    this.rows = rows;
    this.omissions = omissions;
  }

  @Override
  public Document next() throws IOException {
    while (at == text.length()) {
      text = rows.next();
      if (text == null) {
        text = "";
        at = 0;
        return null;
      }
      name = file + "!/" + ++number;
      at = 0;
      parts = 0;
      if (text.isEmpty()) {
        omissions.add(Why.ROW, name);
      }
    }
    int end = Math.min(text.length(), at + TextCursor.PART_CHARS);
    if (end < text.length()) {
      char[] part = text.substring(at, end).toCharArray();
      end = at + TextCursor.cut(part, part.length);
    }
    boolean whole = at == 0 && end == text.length();
    Document document = new Document(name, whole ? 0 : ++parts, text.substring(at, end));
    at = end;
    return document;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
