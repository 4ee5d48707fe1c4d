package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.entroscope.notebook.DisplayBundle;

/** Formats signatures and Javadoc for the tooltip of a notebook. */
final class Documentations {

  private static final Pattern INLINE = Pattern.compile("\\{@(\\w+)\\s*((?:[^{}]|\\{[^@{}]*})*)}");
  private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)\\s*");
  private static final Pattern LABELLED = Pattern.compile("\\S+(?:\\([^)]*\\))?\\s+(.+)");
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^>]*>");
  private static final Pattern SENTENCE = Pattern.compile("(?s)(.*?[.])(\\s.*|$)");

  private Documentations() {}

  /**
   * Creates the tooltip.
   *
   * @param detailed whether to show everything instead of only the first sentence and the
   *     parameters
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

  /**
   * Converts Javadoc to plain text: the first sentence, parameters, result and errors, or
   * everything.
   */
  static String words(String javadoc, boolean detailed) {
    if (javadoc == null || javadoc.isBlank()) {
      return "";
    }
    String plain = withoutInlineTags(javadoc);
    plain = TAG.matcher(plain).replaceAll("");
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    Matcher tags = BLOCK.matcher(plain);
    int end = tags.find() ? tags.start() : plain.length();
    String body = plain.substring(0, end).strip();
    String blocks = blocks(plain.substring(end));
    if (!detailed) {
      var first = SENTENCE.matcher(body);
      body = first.matches() ? first.group(1) : body;
    }
    body = detailed ? body : body.replaceAll("\\s+", " ");
    return (body + "\n" + blocks).strip();
  }

  // replace the innermost tags first, because tags may be nested
  private static String withoutInlineTags(String javadoc) {
    String plain = javadoc;
    for (Matcher tag = INLINE.matcher(plain); tag.find(); tag = INLINE.matcher(plain)) {
      String inside = tag.group(2).strip();
      Matcher labelled = LABELLED.matcher(inside);
      boolean link = tag.group(1).startsWith("link");
      String words = link && labelled.matches() ? labelled.group(1) : inside;
      words = link ? words.replaceFirst("^#", "").replace('#', '.') : words;
      plain = plain.substring(0, tag.start()) + words + plain.substring(tag.end());
    }
    return plain;
  }

  /** Formats block tags for readers, without tags about the history of the code. */
  private static String blocks(String text) {
    List<String> lines = new ArrayList<>();
    Matcher tag = BLOCK.matcher(text);
    boolean more = tag.find();
    while (more) {
      String name = tag.group(1);
      int begin = tag.end();
      more = tag.find();
      String words = text.substring(begin, more ? tag.start() : text.length());
      words = words.strip().replaceAll("\\s+", " ");
      String[] parts = words.split(" ", 2);
      String rest = parts.length > 1 ? ": " + parts[1] : "";
      switch (name) {
        case "param" -> lines.add("  " + parts[0] + rest);
        case "return" -> lines.add("Returns " + words);
        case "throws", "exception" -> lines.add("Throws " + parts[0] + rest);
        case "deprecated" -> lines.add("Deprecated: " + words);
        case "see" -> lines.add("See " + words.replaceFirst("^#", "").replace('#', '.'));
        default -> {}
      }
    }
    return String.join("\n", lines);
  }

  private static String escape(String literal) {
    return literal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
