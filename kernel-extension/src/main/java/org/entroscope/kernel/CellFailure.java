package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.List;

/** The failure of a cell, as Jupyter shows it. */
public final class CellFailure extends RuntimeException {

  private final String errorName;
  private final transient List<String> traceback;

  /**
   * Creates a failure.
   *
   * @param errorName the short name of the error
   * @param message the message, one line
   * @param traceback the lines shown under the cell, with ANSI colours
   * @param cause the exception of the cell, or null if the cell did not compile
   */
  CellFailure(String errorName, String message, List<String> traceback, Throwable cause) {
    super(message, cause, false, false);
    this.errorName = errorName;
    this.traceback = List.copyOf(traceback);
  }

  /** Returns this failure with one more sentence, in its message and below its lines. */
  CellFailure with(String sentence) {
    List<String> lines = new ArrayList<>(traceback);
    lines.add(sentence);
    return new CellFailure(errorName, getMessage() + ". " + sentence, lines, getCause());
  }

  /** Returns the short name of the error: the class of the exception, or "CompilationError". */
  public String errorName() {
    return errorName;
  }

  /** Returns the lines shown under the cell. */
  public List<String> traceback() {
    return traceback;
  }
}
