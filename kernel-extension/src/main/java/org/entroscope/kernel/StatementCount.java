package org.entroscope.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the statements of a cell approximately, because JShell needs more time for each further
 * statement.
 */
final class StatementCount {

  /**
   * The largest number of statements. It is more than people write and takes JShell about a minute.
   */
  static final int MOST = 2000;

  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*|(?s:/\\*.*?\\*/)|(?s:\"\"\".*?\"\"\")"
              + "|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+'|[{}();]");

  private StatementCount() {}

  /**
   * Refuses a cell that would keep the kernel busy for very long.
   *
   * @throws CellFailure if it has more than {@link #MOST} statements
   */
  static void check(String code) {
    int count = of(code);
    if (count > MOST) {
      String words =
          ("this cell has %,d statements, but a cell can have at most %,d. Put the work into a loop"
                  + " or a method, or braces around a part of it")
              .formatted(count, MOST);
      throw new CellFailure("TooManyStatements", words, List.of(words), null);
    }
  }

  /** Counts semicolons and closing braces at the outermost level. */
  static int of(String code) {
    if (code.length() < 2 * MOST) {
      return 0; // too short to exceed the limit
    }
    int count = 0;
    int depth = 0;
    Matcher token = TOKEN.matcher(code);
    while (token.find()) {
      switch (token.group()) {
        case "{", "(" -> depth++;
        case ")" -> depth--;
        case "}" -> count += --depth == 0 ? 1 : 0;
        case ";" -> count += depth == 0 ? 1 : 0;
        default -> {}
      }
    }
    return count;
  }
}
