package org.entroscope.kernel;

import java.util.regex.Pattern;

/**
 * Restores names as cells write them. JShell wraps every declaration in a class with its own name.
 */
final class CellNames {

  private static final Pattern WRAPPER =
      Pattern.compile("(?:\\bREPL[./])?\\$JShell\\$[0-9A-Z_]+[.$]");

  private CellNames() {}

  /** Removes the names of JShell's own classes from a text; null stays null. */
  static String readable(String text) {
    return text == null ? null : WRAPPER.matcher(text).replaceAll("");
  }
}
