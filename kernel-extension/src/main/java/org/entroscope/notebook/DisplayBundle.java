package org.entroscope.notebook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One output of a cell in several forms; the page, terminal or editor takes the one it likes best.
 *
 * @param forms MIME type to content: text, or maps and lists for a JSON type
 * @param needsPlotly whether the HTML form draws only where plotly.js is on the page
 */
public record DisplayBundle(Map<String, Object> forms, boolean needsPlotly) {

  public static final String HTML = "text/html";
  public static final String TEXT = "text/plain";

  /** A picture: what slides, print and pages without scripts take. */
  public static final String SVG = "image/svg+xml";

  /** Keeps the order of the forms. */
  public DisplayBundle {
    forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
  }

  /** HTML, and words for where there is none. */
  public static DisplayBundle of(String html, String text) {
    Map<String, Object> forms = new LinkedHashMap<>();
    forms.put(HTML, html);
    forms.put(TEXT, text);
    return new DisplayBundle(forms, false);
  }

  /** The same with a further form. */
  DisplayBundle with(String type, Object form) {
    Map<String, Object> changed = new LinkedHashMap<>(forms);
    changed.put(type, form);
    return new DisplayBundle(changed, needsPlotly);
  }

  /** Words alone. */
  public static DisplayBundle of(String text) {
    return new DisplayBundle(Map.of(TEXT, text), false);
  }

  /** The HTML form, empty if there is none. */
  public String html() {
    return String.valueOf(forms.getOrDefault(HTML, ""));
  }

  /** The plain form. */
  public String text() {
    return String.valueOf(forms.getOrDefault(TEXT, ""));
  }

  /** The same with something put before the HTML. */
  DisplayBundle withHtmlBefore(String before) {
    Map<String, Object> changed = new LinkedHashMap<>(forms);
    changed.put(HTML, before + html());
    return new DisplayBundle(changed, false);
  }
}
