package org.entroscope.plot;

import java.util.List;

/** Converts tokens to labels in which spaces, line ends and control characters are visible. */
final class TokenText {

  private TokenText() {}

  static List<String> visible(List<String> tokens) {
    return tokens.stream().map(TokenText::visible).toList();
  }

  static String visible(String token) {
    StringBuilder visible = new StringBuilder();
    token.codePoints().mapToObj(TokenText::visible).forEach(visible::append);
    return visible.toString();
  }

  private static String visible(int character) {
    return switch (character) {
      case ' ' -> "\u2423";
      case '\n' -> "\u21b5";
      case '\r' -> "\u240d";
      case '\t' -> "\u21e5";
      default -> Character.isISOControl(character) ? "\ufffd" : Character.toString(character);
    };
  }
}
