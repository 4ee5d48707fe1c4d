package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits the text of a cell into Java code and magics.
 *
 * <p>With {@code %%name arguments} on the first line, the rest of the cell is the body of the
 * magic. {@code %name arguments} at the beginning of a line, between complete parts of code, is a
 * line magic.
 */
final class CellSource {

  private static final Pattern LINE_MAGIC = Pattern.compile("%([A-Za-z]\\w*)(.*)");
  private static final Pattern CELL_MAGIC =
      Pattern.compile("\\s*%%([A-Za-z]\\w*)([^\\n]*)(\\n.*)?", Pattern.DOTALL);
  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private static final Pattern BLANK = Pattern.compile("(?:\\s|//[^\\n]*|(?s:/\\*.*?\\*/))*+");

  private CellSource() {}

  /** A part of a cell. */
  sealed interface CellPart permits Code, Magic {}

  /**
   * Java code.
   *
   * @param text the code
   * @param line the line of the cell in which the code begins, from 0
   */
  record Code(String text, int line) implements CellPart {}

  /**
   * A magic.
   *
   * @param name the name without the percent signs
   * @param arguments the words after the name; double quotes group words
   * @param body the rest of the cell, or null for a line magic. It begins with as many empty lines
   *     as there are lines before it in the cell, so that its line numbers are those of the cell.
   */
  record Magic(String name, List<String> arguments, String body) implements CellPart {}

  /**
   * Splits a cell.
   *
   * @param unfinished the predicate that decides whether code needs more lines to be complete
   */
  static List<CellPart> split(String cell, Predicate<String> unfinished) {
    String text = cell.replace("\r\n", "\n");
    Matcher whole = CELL_MAGIC.matcher(text);
    if (whole.matches()) {
      String body = whole.group(3) == null ? "" : whole.group(3);
      String before = text.substring(0, text.length() - body.length());
      long lines = before.chars().filter(c -> c == '\n').count();
      return List.of(
          new Magic(whole.group(1), arguments(whole.group(2)), "\n".repeat((int) lines) + body));
    }
    List<CellPart> parts = new ArrayList<>();
    StringBuilder code = new StringBuilder();
    int codeLine = 0;
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher magic = LINE_MAGIC.matcher(lines[i]);
      if (magic.matches() && !unfinished.test(code.toString())) {
        addCode(parts, code, codeLine);
        codeLine = i + 1;
        parts.add(new Magic(magic.group(1), arguments(magic.group(2)), null));
      } else {
        code.append(lines[i]).append('\n');
      }
    }
    addCode(parts, code, codeLine);
    return parts;
  }

  private static void addCode(List<CellPart> parts, StringBuilder code, int line) {
    if (!code.toString().isBlank()) {
      parts.add(new Code(code.toString(), line));
    }
    code.setLength(0);
  }

  /** Returns the number of characters of white space and comments before the code. */
  static int blankBegin(String code) {
    Matcher matcher = BLANK.matcher(code);
    return matcher.lookingAt() ? matcher.end() : 0;
  }

  /** Returns the words of a line; double quotes group words. */
  static List<String> arguments(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = ARGUMENT.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }
}
