package org.entroscope.corpus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.entroscope.files.Reason;

/**
 * Reads one text from every JSON object of a file. The file consists of one object per line or of
 * one array of objects. Only one text at a time is held in memory. Other fields may contain NaN and
 * infinities, which Python writes.
 */
final class JsonTexts implements TextRows {

  /** The longest text of one row; a longer one is rejected. Memory holds several copies of it. */
  static final int MOST_CHARS = (int) Math.min(100_000_000, Runtime.getRuntime().maxMemory() / 16);

  /** The part of the parser's message that lists its settings and all values that JSON allows. */
  private static final Pattern PARSERS_ADVICE =
      Pattern.compile("( \\(start marker at|: was expecting \\(JSON|: expected a valid value).*");

  private static final int NAMES_TOLD = 10;
  private static final int NAME_CHARS_TOLD = 40;

  /** The factory without its table of field names, which a file could make grow without limit. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MOST_CHARS).build())
          .build();

  private final String column;
  private final JsonParser parser;
  private long row;
  private boolean inArray;

  /**
   * @param column the name of the field with the text
   */
  JsonTexts(String column, InputStream in) throws IOException {
    this.column = column;
    parser = JSON.createParser(TextEncoding.json(in));
  }

  @Override
  public String next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      if (row == 0 && token == JsonToken.START_ARRAY) {
        inArray = true;
        token = parser.nextToken();
      }
      if (inArray && token == JsonToken.END_ARRAY) {
        inArray = false;
        if (parser.nextToken() != null) {
          throw new IOException("it continues after its array of %,d rows".formatted(row));
        }
        return null;
      }
      if (token == null) {
        return null;
      }
      row++;
      if (token != JsonToken.START_OBJECT) {
        throw wrong("is not a JSON object");
      }
      return text();
    } catch (StreamConstraintsException e) {
      throw wrong("is too large to read: " + Reason.of(e));
    } catch (JacksonException e) {
      throw notJson(PARSERS_ADVICE.matcher(Reason.of(e)).replaceFirst(""), e);
    } catch (CharacterCodingException e) {
      throw notJson("a character is damaged, or not in UTF-8, UTF-16 or UTF-32", e);
    }
  }

  /** Reads the current object to its end and returns its text. */
  private String text() throws IOException {
    String text = null;
    List<String> others = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == null) {
        throw wrong("ends in the middle");
      } else if (!column.equals(field)) {
        parser.skipChildren();
        if (others.size() <= NAMES_TOLD) {
          others.add(field);
        }
      } else if (text != null) {
        throw wrong("has '" + column + "' twice");
      } else if (value == JsonToken.VALUE_STRING) {
        text = parser.getText();
      } else if (value == JsonToken.VALUE_NULL) {
        text = "";
      } else {
        throw wrong("has '%s', but its value is not text: it is %s".formatted(column, kind(value)));
      }
    }
    if (text == null) {
      throw wrong("has no field '" + column + "'; it has " + told(others));
    }
    return text;
  }

  private String kind(JsonToken value) throws IOException {
    return switch (value) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_TRUE, VALUE_FALSE -> parser.getText();
      default -> parser.getTextLength() <= NAME_CHARS_TOLD ? parser.getText() : "a number";
    };
  }

  private static String told(List<String> names) {
    if (names.isEmpty()) {
      return "no fields at all";
    }
    List<String> first =
        names.stream()
            .limit(NAMES_TOLD)
            .map(n -> n.length() <= NAME_CHARS_TOLD ? n : n.substring(0, NAME_CHARS_TOLD) + "...")
            .toList();
    return first + (names.size() > NAMES_TOLD ? " and more" : "");
  }

  private IOException wrong(String what) {
    return new IOException("row %,d %s".formatted(row, what));
  }

  private IOException notJson(String why, Exception cause) {
    long which = Math.max(1, parser.currentToken() == JsonToken.END_OBJECT ? row + 1 : row);
    return new IOException("row %,d is not valid JSON: %s".formatted(which, why), cause);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
