package org.entroscope.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** Creates the parts of Plotly specifications. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final MathContext DIGITS = new MathContext(6);

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * Returns numbers with six digits, which is more than a screen shows. NaN and infinity become
   * null.
   */
  static ArrayNode numbers(double... values) {
    ArrayNode array = array();
    for (double value : values) {
      array.add(number(value));
    }
    return array;
  }

  static ArrayNode numbers(float... values) {
    ArrayNode array = array();
    for (float value : values) {
      array.add(number(value));
    }
    return array;
  }

  static ArrayNode matrix(float[][] rows) {
    ArrayNode matrix = array();
    for (float[] row : rows) {
      matrix.add(numbers(row));
    }
    return matrix;
  }

  /** Returns a share with as many digits as its percentage is shown with. */
  static JsonNode share(double value) {
    return number(Double.isFinite(value) ? Math.rint(1e4 * value) / 1e4 : value);
  }

  static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return JsonNodeFactory.instance.numberNode((long) value);
    }
    return JsonNodeFactory.instance.numberNode(new BigDecimal(value).round(DIGITS).doubleValue());
  }

  static ArrayNode texts(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(text -> array.add(text(text)));
    return array;
  }

  /** Escapes a text so that Plotly, whose labels are a kind of HTML, shows it literally. */
  static String text(String literal) {
    return literal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Escapes a text also for Plotly's templates, which replace names in braces. */
  static String template(String literal) {
    return text(literal).replace("{", "&#123;");
  }

  /** Escapes a text for the content and the attributes of an HTML page. */
  static String html(String literal) {
    return text(literal).replace("\"", "&quot;").replace("'", "&#39;");
  }

  /** Returns JSON that is safe inside a script element of a page. */
  static String script(JsonNode node) {
    // JSON has these characters only inside strings, where every character may be written as its
    // code
    return write(node)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
