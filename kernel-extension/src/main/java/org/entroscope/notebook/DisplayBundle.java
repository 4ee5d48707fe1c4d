package org.entroscope.notebook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One output of a cell in several forms. The page, terminal or editor chooses the form that it
 * prefers.
 *
 * @param forms the content for each MIME type: text, or maps and lists for JSON types
 * @param needsPlotly whether the HTML form needs plotly.js on the page
 */
public record DisplayBundle(Map<String, Object> forms, boolean needsPlotly) {

  public static final String HTML = "text/html";
  public static final String TEXT = "text/plain";

  /** The MIME type of pictures, which slides, print and pages without scripts use. */
  public static final String SVG = "image/svg+xml";

  /** Copies the forms and keeps their order. */
  public DisplayBundle {
    forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
  }

  /** Creates a bundle of HTML and of a text for frontends without HTML. */
  public static DisplayBundle of(String html, String text) {
    Map<String, Object> forms = new LinkedHashMap<>();
    forms.put(HTML, html);
    forms.put(TEXT, text);
    return new DisplayBundle(forms, false);
  }

  /** Returns this bundle with a further form. */
  DisplayBundle with(String type, Object form) {
    Map<String, Object> changed = new LinkedHashMap<>(forms);
    changed.put(type, form);
    return new DisplayBundle(changed, needsPlotly);
  }

  /** Creates a bundle of a text only. */
  public static DisplayBundle of(String text) {
    return new DisplayBundle(Map.of(TEXT, text), false);
  }

  /** Returns the HTML form; empty if there is none. */
  public String html() {
    return String.valueOf(forms.getOrDefault(HTML, ""));
  }

  /** Returns the plain text form. */
  public String text() {
    return String.valueOf(forms.getOrDefault(TEXT, ""));
  }

  /** Returns this bundle with a text before the HTML. */
  DisplayBundle withHtmlBefore(String before) {
    Map<String, Object> changed = new LinkedHashMap<>(forms);
    changed.put(HTML, before + html());
    return new DisplayBundle(changed, false);
  }
}
