package org.entroscope.kernel;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Provides completion, documentation, and the check whether a cell is complete. */
final class CodeHelp {

  private final SourceCodeAnalysis analysis;

  CodeHelp(SourceCodeAnalysis analysis) {
    this.analysis = analysis;
  }

  /**
   * The completions at a position.
   *
   * @param matches the completions, best first
   * @param from the beginning of the word that they replace
   */
  record Completion(List<String> matches, int from) {}

  /** Returns the completions at the cursor. */
  Completion complete(String cell, int cursor) {
    int begin = statementBegin(cell, cursor);
    Completion alone = complete(cell, begin, cursor, "");
    // JShell knows names from earlier statements of this cell only if all are in one block
    return alone.matches.isEmpty() && begin > 0 ? complete(cell, 0, cursor, "{ ") : alone;
  }

  private Completion complete(String cell, int begin, int cursor, String lead) {
    String code = lead + cell.substring(begin, cursor);
    int[] anchor = {code.length()};
    List<Suggestion> suggestions = analysis.completionSuggestions(code, code.length(), anchor);
    Set<String> fitting =
        suggestions.stream()
            .filter(Suggestion::matchesType)
            .map(Suggestion::continuation)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> other =
        suggestions.stream()
            .map(Suggestion::continuation)
            .filter(word -> !fitting.contains(word))
            .collect(Collectors.toCollection(TreeSet::new));
    return new Completion(
        Stream.concat(fitting.stream(), other.stream()).toList(),
        Math.min(cursor, anchor[0] - lead.length() + begin));
  }

  /**
   * Returns the signatures and documentation for the name at the cursor; empty if there is none.
   */
  List<Documentation> document(String cell, int cursor) {
    // inside a name, use the whole name; after a name, also the argument list that may follow
    int end = cursor;
    while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
      end++;
    }
    int begin = statementBegin(cell, end);
    String code = cell.substring(begin, end);
    List<Documentation> found = analysis.documentation(code, code.length(), true);
    if (found.isEmpty() && end < cell.length() && cell.charAt(end) == '(') {
      code = cell.substring(begin, end + 1);
      found = analysis.documentation(code, code.length(), true);
    }
    if (found.isEmpty() && begin > 0) {
      code = "{ " + cell.substring(0, end);
      found = analysis.documentation(code, code.length(), true);
    }
    return found;
  }

  // the beginning of the statement that contains the cursor
  private int statementBegin(String cell, int cursor) {
    int begin = 0;
    String rest = cell.substring(0, cursor);
    while (true) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      String remaining = info.completeness().isComplete() ? info.remaining() : "";
      if (remaining == null || remaining.isBlank() || remaining.length() >= rest.length()) {
        return begin;
      }
      begin += rest.length() - remaining.length();
      rest = remaining;
    }
  }

  /** Returns whether a cell is complete or needs more lines. */
  Completeness completeness(String cell) {
    String rest = cell;
    while (true) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      boolean whole =
          !info.completeness().isComplete()
              || info.remaining() == null
              || info.remaining().isBlank();
      if (whole) {
        return info.completeness();
      }
      rest = info.remaining();
    }
  }

  /**
   * Lets {@link #document} find the sources in these jars, in addition to those of the JDK. JShell
   * has no public method for this. If its field is not accessible, the documentation shows only
   * signatures.
   */
  static void attachSources(Stream<Path> jars) {
    try {
      Class<?> type = Class.forName("jdk.jshell.SourceCodeAnalysisImpl");
      Field field = type.getDeclaredField("availableSourcesOverride");
      field.setAccessible(true);
      Path ofJdk = Path.of(System.getProperty("java.home"), "lib", "src.zip");
      field.set(null, Stream.concat(jars, Stream.of(ofJdk)).filter(Files::exists).toList());
    } catch (ReflectiveOperationException | RuntimeException e) {
      // the documentation shows only signatures
    }
  }
}
