package org.entroscope.notebook;

/** Escapes text for HTML. */
final class Html {

  private Html() {}

  /** Escapes a text so that a page shows it literally, in content and in quoted attributes. */
  static String escape(String literal) {
    StringBuilder escaped = new StringBuilder(literal.length() + 16);
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
