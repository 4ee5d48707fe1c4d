package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.entroscope.notebook.DisplayBundle;

/** Signatures and Javadoc for the tooltip of a notebook. */
final class Documentations {

  private static final Pattern LINK =
      Pattern.compile("\\{@(?:code|link|linkplain|literal|value)\\s+(?:#)?([^}]*)}");
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^>]*>");
  private static final Pattern SENTENCE = Pattern.compile("(?s)(.*?[.])(\\s.*|$)");

  private Documentations() {}

  /**
   * The tooltip.
   *
   * @param detailed whether to show everything, not only the first sentence and the parameters
   */
  static DisplayBundle tooltip(List<Documentation> found, boolean detailed) {
    List<String> text = new ArrayList<>();
    StringBuilder html = new StringBuilder();
    for (Documentation each : found) {
      String words = words(each.javadoc(), detailed);
      text.add(
          "\u001B[1m" + each.signature() + "\u001B[0m" + (words.isEmpty() ? "" : "\n" + words));
      html.append("<pre><b>").append(escape(each.signature())).append("</b></pre>");
      html.append("<p style=\"white-space:pre-wrap\">").append(escape(words)).append("</p>");
    }
    return DisplayBundle.of(html.toString(), String.join("\n\n", text));
  }

  /** Javadoc in plain words: the first sentence, parameters, result and errors; or all of it. */
  static String words(String javadoc, boolean detailed) {
    if (javadoc == null || javadoc.isBlank()) {
      return "";
    }
    String plain = LINK.matcher(javadoc).replaceAll("$1");
    plain = TAG.matcher(plain).replaceAll("");
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    int tags = plain.startsWith("@") ? 0 : plain.indexOf("\n@");
    if (tags < 0) {
      tags = plain.indexOf("\n @");
    }
    String body = (tags < 0 ? plain : plain.substring(0, tags)).strip();
    String blocks = tags < 0 ? "" : plain.substring(tags).strip().replaceAll("\\R\\s+", " ");
    if (!detailed) {
      var first = SENTENCE.matcher(body);
      body = first.matches() ? first.group(1) : body;
    }
    body = detailed ? body : body.replaceAll("\\s+", " ");
    return (body + "\n" + blocks.replaceAll("\\s+@", "\n@")).strip();
  }

  private static String escape(String literal) {
    return literal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
