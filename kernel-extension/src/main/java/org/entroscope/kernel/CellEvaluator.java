package org.entroscope.kernel;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs the cells of one notebook in one JShell, in this JVM.
 *
 * <p>The value of a cell is the value of its last statement if that is an expression. An assignment
 * or a declaration has no value. Not thread-safe, except for {@link #interrupt}.
 */
public final class CellEvaluator implements AutoCloseable {

  private final CellFields fields;
  private final CellLoader loader;
  private final CellThread thread;
  private final CellExecutionControl control;
  private final JShell shell;
  private final VariableKeeper keeper;
  private final CellErrors errors = new CellErrors();
  private Function<CellSource.Magic, Object> magics = CellEvaluator::unknown;
  private final Set<String> declared = new LinkedHashSet<>();
  private String cellText = "";
  private String[] cellLines = {};
  private int cellNumber;

  /** Creates a session whose code can use everything on this JVM's class path. */
  public CellEvaluator() {
    fields = new CellFields();
    loader = new CellLoader(ClassLoader.getSystemClassLoader(), fields);
    thread = new CellThread(loader.asClassLoader());
    control = new CellExecutionControl(loader, thread);
    shell = JShell.builder().executionEngine(new Provider(control), Map.of()).build();
    control.compilerView(new CompilerView(shell));
    keeper = new VariableKeeper(shell, fields, control);
  }

  private static Object unknown(CellSource.Magic magic) {
    throw new IllegalArgumentException("there are no magics here: " + magic.name());
  }

  /** Sets the function that runs magics. */
  void magics(Function<CellSource.Magic, Object> magics) {
    this.magics = magics;
  }

  /**
   * Runs a cell.
   *
   * @param number the number of the cell in error messages
   * @return the value of the last statement, or null
   * @throws CellFailure if the cell does not compile, throws or is interrupted
   */
  public Object run(int number, String cell) {
    thread.beginCell();
    HeapReserve.hold();
    declared.clear();
    cellNumber = number;
    try {
      return runPart(cell);
    } catch (OutOfMemoryError e) {
      HeapReserve.release();
      throw withRelief(new CellFailure("OutOfMemoryError", "" + e.getMessage(), List.of(), e));
    } finally {
      thread.settle();
    }
  }

  /** Discards interrupts of earlier cells. {@link #run} does so too. */
  void beginCell() {
    thread.beginCell();
  }

  /** Runs text as a part of the current cell, in the same way as {@link #run}. */
  Object runPart(String text) {
    String outer = cellText;
    String[] outerLines = cellLines;
    cellText = text.replace("\r\n", "\n");
    cellLines = cellText.split("\n", -1);
    try {
      Object last = null;
      for (CellSource.CellPart part : CellSource.split(text, this::isUnfinished)) {
        leaveIfInterrupted();
        last =
            part instanceof CellSource.Code code
                ? runCode(code)
                : runMagic((CellSource.Magic) part);
      }
      return last;
    } finally {
      cellText = outer;
      cellLines = outerLines;
    }
  }

  private Object runMagic(CellSource.Magic magic) {
    try {
      return callInCell(() -> magics.apply(magic));
    } catch (CellFailure e) {
      throw e;
    } catch (Exception e) {
      String words = e.getMessage() == null ? e.toString() : e.getMessage();
      String sign = magic.body() == null ? "%" : "%%";
      throw new CellFailure(
          e.getClass().getSimpleName(), words, List.of(sign + magic.name() + ": " + words), e);
    }
  }

  /** Runs code in the thread of the cells, so that it can be interrupted. */
  <T> T callInCell(Callable<T> code) throws Exception {
    try {
      return thread.call(code);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private Object runCode(CellSource.Code code) {
    int offset = offsetOfLine(code.line());
    String rest = code.text();
    StatementCount.check(rest);
    Object last = null;
    while (true) {
      CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      if (info.completeness() == Completeness.EMPTY) {
        return last;
      }
      leaveIfInterrupted();
      // incomplete code is passed to the compiler for its error message
      String remaining = info.completeness().isComplete() ? info.remaining() : "";
      String source = rest.substring(0, rest.length() - remaining.length());
      // JShell counts lines from the first word only if there is nothing before it
      int blank = CellSource.blankBegin(source);
      last = runSnippet(closed(source, info).substring(blank), offset + blank);
      offset += source.length();
      rest = remaining;
    }
  }

  /** Adds the semicolon that may be left out at the end of a cell. */
  private static String closed(String source, CompletionInfo info) {
    return switch (info.completeness()) {
      case COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE -> info.source();
      default -> source;
    };
  }

  private Object runSnippet(String source, int offset) {
    control.clear();
    Object value = null;
    VariableKeeper.Outcome outcome = keeper.eval(source);
    outcome.notes().forEach(System.err::println);
    for (SnippetEvent event : outcome.events()) {
      Snippet snippet = event.snippet();
      if (event.causeSnippet() != null) {
        continue; // an older snippet that depends on this one
      }
      errors.remember(snippet, cellNumber, cellLines, lineOf(offset));
      if (snippet instanceof VarSnippet variable) {
        declared.add(variable.name());
      }
      if (event.exception() instanceof UnresolvedReferenceException e) {
        throw errors.unresolved(e, missing(e.getSnippet()));
      }
      if (event.exception() != null) {
        CellFailure failure =
            errors.thrown(event.exception(), control.thrown(), thread.wasInterrupted());
        throw control.thrown() instanceof OutOfMemoryError ? withRelief(failure) : failure;
      }
      switch (event.status()) {
        case REJECTED, NONEXISTENT ->
            throw errors.notCompiled(shell.diagnostics(snippet).toList(), source, cellText, offset);
        case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED ->
            System.err.println("defined, but usable only once there is " + missing(snippet));
        default -> value = isValue(snippet) ? control.result() : null;
      }
    }
    return value;
  }

  /** Frees memory after an OutOfMemoryError and adds to the failure what was freed. */
  private CellFailure withRelief(CellFailure failure) {
    control.clear();
    return failure.with(HeapRelief.free(fields, declared));
  }

  private String missing(Snippet snippet) {
    return String.join(
        ", ", shell.unresolvedDependencies((DeclarationSnippet) snippet).sorted().toList());
  }

  private int lineOf(int offset) {
    return (int) cellText.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private static boolean isValue(Snippet snippet) {
    return switch (snippet.subKind()) {
      case VAR_VALUE_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND, OTHER_EXPRESSION_SUBKIND -> true;
      default -> false;
    };
  }

  private void leaveIfInterrupted() {
    if (thread.wasInterrupted()) {
      throw new CellFailure(
          "Interrupted",
          "the rest of the cell was not run",
          List.of("Interrupted: the rest of the cell was not run"),
          null);
    }
  }

  private int offsetOfLine(int line) {
    int offset = 0;
    for (int i = 0; i < line; i++) {
      offset = cellText.indexOf('\n', offset) + 1;
    }
    return offset;
  }

  private boolean isUnfinished(String code) {
    return shell.sourceCodeAnalysis().analyzeCompletion(code).completeness()
        == Completeness.DEFINITELY_INCOMPLETE;
  }

  /** Stops the running cell. Any thread may call this method. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Returns whether the last cell was interrupted. */
  boolean wasInterrupted() {
    return thread.wasInterrupted();
  }

  /** Adds a jar or a folder of classes to the class path of cells. */
  public void addToClasspath(Path path) {
    shell.addToClasspath(path.toAbsolutePath().toString());
  }

  /** Returns the class loader of the cells' classes and of added jars. */
  ClassLoader classLoader() {
    return loader.asClassLoader();
  }

  SourceCodeAnalysis analysis() {
    return shell.sourceCodeAnalysis();
  }

  @Override
  public void close() {
    shell.close();
  }

  private record Provider(CellExecutionControl control) implements ExecutionControlProvider {

    @Override
    public String name() {
      return "entroscope";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return control;
    }
  }
}
