package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.entroscope.hub.OptionalPart;

/** Formats errors so that they point at the lines of cells. */
final class CellErrors {

  private static final String RED = "\u001B[31m";
  private static final String BOLD = "\u001B[1m";
  private static final String PLAIN = "\u001B[0m";
  private static final int MOST_FRAMES = 20;
  private static final Pattern MISSING =
      Pattern.compile("package (\\S+) does not exist|class file for (\\S+) not found");

  private static final Pattern SAME_NAME = Pattern.compile("(\\S+) cannot be converted to \\1$");

  private record Place(int cell, int firstLine, String[] lines) {}

  private final Map<String, Place> places = new HashMap<>();

  /**
   * Remembers the position of a snippet.
   *
   * @param cell the number of the cell
   * @param lines the lines of the whole cell
   * @param line the line of the cell in which the snippet begins, from 0
   */
  void remember(Snippet snippet, int cell, String[] lines, int line) {
    places.put(snippet.id(), new Place(cell, line, lines));
  }

  /**
   * Describes a snippet that does not compile: every message with its line and a caret below it.
   */
  CellFailure notCompiled(List<Diag> diagnostics, String snippet, String cell, int offset) {
    List<String> lines = new ArrayList<>();
    String[] all = cell.split("\n", -1);
    String first = null;
    for (Diag diagnostic : diagnostics) {
      if (!diagnostic.isError()) {
        continue;
      }
      String message = message(diagnostic);
      first = first == null ? message.lines().findFirst().orElse("") : first;
      int at = (int) Math.max(0, Math.min(diagnostic.getPosition(), snippet.length())) + offset;
      at = Math.min(at, cell.length());
      int row = (int) cell.substring(0, at).chars().filter(c -> c == '\n').count();
      int column = at - (cell.lastIndexOf('\n', at - 1) + 1);
      int length =
          (int)
              Math.max(
                  1,
                  Math.min(
                      diagnostic.getEndPosition() - diagnostic.getPosition(),
                      all[row].length() - column));
      lines.add(RED + BOLD + "line " + (row + 1) + ": " + PLAIN + message);
      lines.add("    " + all[row]);
      lines.add("    " + blank(all[row], column) + RED + "^".repeat(length) + PLAIN);
    }
    missingPart(diagnostics).ifPresent(lines::add);
    if (first == null) {
      first = "this is not Java that JShell understands";
      lines.add(RED + first + PLAIN);
    }
    return new CellFailure("CompilationError", first, lines, null);
  }

  /** Returns how to add a missing library if it is one of our optional dependencies. */
  private static Optional<String> missingPart(List<Diag> diagnostics) {
    return diagnostics.stream()
        .map(diagnostic -> MISSING.matcher(diagnostic.getMessage(Locale.ROOT)))
        .filter(Matcher::find)
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .flatMap(name -> OptionalPart.ofClass(name + ".").stream())
        .map(part -> part.missing("this cell"))
        .findFirst();
  }

  private static String message(Diag diagnostic) {
    String message = CellNames.readable(diagnostic.getMessage(Locale.ROOT).strip());
    Matcher same = SAME_NAME.matcher(message);
    return same.find()
        ? message
            + "\n(%s was declared again since this value was made: run the value's cell again)"
                .formatted(same.group(1))
        : message;
  }

  // keeps tabs, so that the caret is below the right character
  private static String blank(String line, int column) {
    return line.substring(0, Math.min(column, line.length())).replaceAll("[^\t]", " ");
  }

  /** Describes a call of a declaration that uses a missing name. */
  CellFailure unresolved(UnresolvedReferenceException e, String missing) {
    String words = "%s cannot run: there is no %s".formatted(e.getSnippet().name(), missing);
    List<String> lines = new ArrayList<>(List.of(RED + BOLD + words + PLAIN));
    addFrames(lines, e.getStackTrace(), true);
    return new CellFailure("UnresolvedReference", words, lines, e);
  }

  /**
   * Describes an exception of a cell, with its causes.
   *
   * @param translated the exception as JShell reports it, with frames of cells
   * @param real the exception that was thrown; null if only JShell's report is known
   * @param interrupted whether the interrupt button caused it
   */
  CellFailure thrown(JShellException translated, Throwable real, boolean interrupted) {
    List<String> lines = new ArrayList<>();
    Throwable account = translated;
    Throwable cause = real;
    String lead = "";
    for (int depth = 0; account != null && depth < 20; depth++) {
      lines.add(RED + BOLD + lead + title(account, cause) + PLAIN);
      addFrames(lines, account.getStackTrace(), depth == 0);
      account = account.getCause();
      cause = cause == null ? null : cause.getCause();
      lead = "Caused by: ";
    }
    if (interrupted && isInterrupt(real)) {
      String words = real instanceof CellInterruptedException ? real.getMessage() : "interrupted";
      lines.set(0, RED + BOLD + "Interrupted" + PLAIN + tail(words));
      return new CellFailure("Interrupted", words, lines, real);
    }
    Throwable told = real == null ? translated : real;
    String name =
        told instanceof EvalException eval
            ? eval.getExceptionClassName()
            : told.getClass().getSimpleName();
    return new CellFailure(name, message(told), lines, real);
  }

  private static String tail(String words) {
    return words.equals("interrupted") ? "" : ": " + words;
  }

  private static boolean isInterrupt(Throwable real) {
    for (Throwable e = real; e != null; e = e.getCause()) {
      if (e instanceof InterruptedException || e instanceof CancellationException) {
        return true;
      }
    }
    return false;
  }

  private static String title(Throwable account, Throwable real) {
    if (real != null) {
      return CellNames.readable(real.toString());
    }
    return account instanceof EvalException eval
        ? eval.getExceptionClassName()
            + (eval.getMessage() == null ? "" : ": " + CellNames.readable(eval.getMessage()))
        : CellNames.readable(account.toString());
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "" : CellNames.readable(e.getMessage());
  }

  private void addFrames(List<String> lines, StackTraceElement[] frames, boolean showSource) {
    boolean shown = !showSource;
    int count = 0;
    for (StackTraceElement frame : frames) {
      Place place = placeOf(frame);
      if (isOurs(frame) || ++count > MOST_FRAMES && (place == null || shown)) {
        continue;
      }
      lines.add("    at " + (place == null ? frame : describe(frame, place)));
      if (place != null && !shown) {
        shown = true;
        int row = place.firstLine + frame.getLineNumber() - 1;
        if (row >= 0 && row < place.lines.length) {
          lines.add(RED + "       " + (row + 1) + " | " + place.lines[row].strip() + PLAIN);
        }
      }
    }
    if (count > MOST_FRAMES) {
      lines.add("    ... %,d frames in all".formatted(count));
    }
  }

  private static boolean isOurs(StackTraceElement frame) {
    return frame.getClassName().startsWith("org.entroscope.kernel.")
        || frame.getClassName().startsWith("jdk.jshell.");
  }

  private Place placeOf(StackTraceElement frame) {
    String file = frame.getFileName();
    return file == null || !file.startsWith("#") ? null : places.get(file.substring(1));
  }

  private static String describe(StackTraceElement frame, Place place) {
    String where =
        "cell [%d], line %d".formatted(place.cell, place.firstLine + frame.getLineNumber());
    String method = frame.getMethodName();
    if (method.isEmpty() || method.startsWith("lambda$")) {
      return where;
    }
    String type = frame.getClassName();
    return (type.isEmpty() ? method : type + "." + method) + " (" + where + ")";
  }
}
