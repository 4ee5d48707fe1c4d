package org.entroscope.kernel;

import java.util.regex.Pattern;

/** Names as cells write them: JShell keeps every declaration in a class with a name of its own. */
final class CellNames {

  private static final Pattern WRAPPER =
      Pattern.compile("(?:\\bREPL[./])?\\$JShell\\$[0-9A-Z_]+[.$]");

  private CellNames() {}

  /** The text without the names of JShell's own classes; null stays null. */
  static String readable(String text) {
    return text == null ? null : WRAPPER.matcher(text).replaceAll("");
  }
}
