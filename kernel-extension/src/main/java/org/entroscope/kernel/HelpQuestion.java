package org.entroscope.kernel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.entroscope.notebook.DisplayBundle;

/**
 * A cell that asks for help as in IPython: {@code HeatMap?}, {@code ?HeatMap}, {@code run.save?}.
 */
final class HelpQuestion {

  private static final String NAME =
      "([A-Za-z_$][\\w$]*(?:\\s*\\.\\s*[A-Za-z_$][\\w$]*)*)(?:\\(\\))?";
  private static final Pattern QUESTION =
      Pattern.compile("\\s*(?:\\?{1,2}\\s*" + NAME + "|" + NAME + "\\s*\\?{1,2})\\s*;?\\s*");

  private HelpQuestion() {}

  /** Returns the name that a cell asks about; empty if the cell is not a question. */
  static Optional<String> of(String cell) {
    Matcher question = QUESTION.matcher(cell);
    if (!question.matches()) {
      return Optional.empty();
    }
    return Optional.of(question.group(1) == null ? question.group(2) : question.group(1));
  }

  /**
   * Returns the signatures and documentation of a name.
   *
   * @throws CellFailure if nothing is known about the name
   */
  static DisplayBundle answer(CodeHelp help, String name) {
    List<Documentation> found = help.document(name, name.length());
    if (found.isEmpty()) {
      found = help.document(name + "(", name.length());
    }
    if (found.isEmpty()) {
      String words = "there is no documentation of " + name + ": no class, variable or method";
      throw new CellFailure("NothingFound", words, List.of(words), null);
    }
    return Documentations.tooltip(found, true);
  }
}
