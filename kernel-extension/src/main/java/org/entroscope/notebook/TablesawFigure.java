package org.entroscope.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Converts figures of tablesaw-jsplot to our figures.
 *
 * <p>jsplot writes JavaScript that loads plotly.js from the network. This class reads its objects
 * as data and never runs them. Therefore the figures draw offline, and their text remains text.
 * Event handlers are left out.
 */
final class TablesawFigure {

  private static final int DEFAULT_HEIGHT = 450;

  private static final JsonMapper JAVASCRIPT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
              JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
              JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
          .build();

  private TablesawFigure() {}

  /**
   * Converts a figure.
   *
   * @throws IllegalArgumentException if the output of jsplot is not plain data
   */
  static org.entroscope.plot.Figure convert(tech.tablesaw.plotly.components.Figure figure) {
    ArrayNode data = JAVASCRIPT.createArrayNode();
    Trace[] traces = figure.getTraces();
    for (int i = 0; i < traces.length; i++) {
      ObjectNode trace = read(traces[i].asJavascript(i));
      // jsplot names a trace without a name after its variable
      if (trace.path("name").asText().isBlank()) {
        trace.remove("name");
      }
      data.add(trace);
    }
    Layout given = figure.getLayout();
    ObjectNode layout = given == null ? JAVASCRIPT.createObjectNode() : read(given.asJavascript());
    if (layout.path("height").asInt() <= 0) {
      layout.put("height", DEFAULT_HEIGHT);
    }
    // jsplot always sets a width, but the width of a figure is that of its cell
    layout.remove("width");
    layout.put("autosize", true);
    nameTitles(layout);
    layout.properties().stream()
        .filter(field -> field.getKey().matches("[xyz]axis\\d*"))
        .map(field -> (ObjectNode) field.getValue())
        .forEach(axis -> nameTitles(axis.put("automargin", true)));
    String title = given == null || given.getTitle() == null ? "" : given.getTitle();
    return org.entroscope.plot.Figure.of(title, data, layout, words(title, data));
  }

  // in plotly.js 3, titles must be objects
  private static void nameTitles(ObjectNode owner) {
    JsonNode title = owner.get("title");
    JsonNode font = owner.remove("titlefont");
    if (title != null && title.isTextual()) {
      ObjectNode named = owner.putObject("title").put("text", title.textValue());
      if (font != null) {
        named.set("font", font);
      }
    }
  }

  private static String words(String title, ArrayNode data) {
    StringBuilder words = new StringBuilder(title.isBlank() ? "Figure" : title);
    for (JsonNode trace : data) {
      words.append("\n  ").append(trace.path("type").asText("trace"));
      words.append(' ').append(trace.path("name").asText(""));
      words.append(": ").append(Math.max(trace.path("x").size(), trace.path("y").size()));
      words.append(" points");
    }
    return words.toString();
  }

  /** Reads the object of {@code var name = { ... };}. */
  private static ObjectNode read(String script) {
    String object = script.substring(script.indexOf('{'), script.lastIndexOf('}') + 1);
    try {
      return (ObjectNode) clean(JAVASCRIPT.readTree(plainQuotes(object)));
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IllegalArgumentException(
          "this tablesaw figure cannot be shown, its script is not plain data: " + e.getMessage(),
          e);
    }
  }

  // in single quotes, jsplot writes text that is escaped for HTML, but does not escape backslashes
  private static String plainQuotes(String script) {
    StringBuilder plain = new StringBuilder(script.length());
    boolean twofold = false;
    for (int i = 0; i < script.length(); i++) {
      char c = script.charAt(i);
      int end = c == '\'' && !twofold ? script.indexOf('\'', i + 1) : -1;
      if (end > 0) {
        String text = script.substring(i + 1, end);
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        text = text.replace("&#39;", "'").replace("&amp;", "&");
        plain.append(TextNode.valueOf(text));
        i = end;
        continue;
      }
      if (c == '"') {
        twofold = !twofold;
      } else if (c == '\\' && twofold) {
        plain.append(c);
        c = script.charAt(++i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  // NaN is not valid JSON, and Plotly treats < in labels as markup
  private static JsonNode clean(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(clean(field.getValue())));
      return object;
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, clean(array.get(i)));
      }
      return array;
    } else if (node.isNumber() && !Double.isFinite(node.asDouble())) {
      return NullNode.instance;
    } else if (node.isTextual()) {
      String text = node.textValue().replace("&", "&amp;");
      return TextNode.valueOf(text.replace("<", "&lt;").replace(">", "&gt;"));
    }
    return node;
  }
}
