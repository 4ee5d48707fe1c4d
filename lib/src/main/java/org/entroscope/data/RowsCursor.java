package org.entroscope.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The rows of a table as documents {@code file!/row}, a long one in parts; empty ones left out. */
final class RowsCursor implements Cursor {

  private final String file;
  private final TextRows rows;
  private Cursor row;
  private long number;

  RowsCursor(String file, TextRows rows) {
    this.file = file;
    this.rows = rows;
  }

  @Override
  public Document next() throws IOException {
    while (true) {
      if (row != null) {
        Document document = row.next();
        if (document != null) {
          return document;
        }
        row = null;
      }
      String text = rows.next();
      if (text == null) {
        return null;
      }
      String name = file + "!/" + ++number;
      if (text.length() <= TextCursor.PART_CHARS && !text.isEmpty()) {
        return new Document(name, 0, text);
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      row = new TextCursor(name, new ByteArrayInputStream(bytes));
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
