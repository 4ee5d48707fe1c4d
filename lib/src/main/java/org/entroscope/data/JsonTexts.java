package org.entroscope.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;

/** One text of every JSON object of a file that has one object after another, a line each. */
final class JsonTexts implements TextRows {

  /** The longest text of one row; a longer one is refused. */
  static final int MOST_CHARS = 100_000_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MOST_CHARS).build())
          .build();

  private final String name;
  private final String column;
  private final JsonParser parser;
  private long row;

  /**
   * @param name of the file, for messages
   * @param column name of the field with the text
   */
  JsonTexts(String name, String column, InputStream in) throws IOException {
    this.name = name;
    this.column = column;
    parser = JSON.createParser(in);
  }

  @Override
  public String next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return null;
      }
      row++;
      if (token != JsonToken.START_OBJECT) {
        throw wrong("is no JSON object");
      }
      String text = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean wanted = column.equals(parser.currentName());
        JsonToken value = parser.nextToken();
        if (wanted && value == JsonToken.VALUE_STRING) {
          text = parser.getText();
        } else if (wanted && value != JsonToken.VALUE_NULL) {
          throw wrong("has '" + column + "', but it is no text");
        } else if (value == null) {
          throw wrong("ends in the middle");
        } else {
          parser.skipChildren();
        }
        if (wanted && text == null) {
          text = "";
        }
      }
      if (text == null) {
        throw wrong("has no field '" + column + "'");
      }
      return text;
    } catch (JacksonException e) {
      throw new IOException(
          "%s, row %,d is not valid JSON: %s".formatted(name, row, e.getOriginalMessage()), e);
    }
  }

  private IOException wrong(String what) {
    return new IOException("%s, row %,d %s".formatted(name, row, what));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
