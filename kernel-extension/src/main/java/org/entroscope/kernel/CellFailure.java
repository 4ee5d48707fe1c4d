package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.List;

/** A cell that ended with an error: what Jupyter shows of it. */
public final class CellFailure extends RuntimeException {

  private final String errorName;
  private final transient List<String> traceback;

  /**
   * A failure.
   *
   * @param errorName the short name of the error
   * @param message one line
   * @param traceback the lines shown under the cell, with ANSI colours
   * @param cause what the cell threw, or null if it did not compile
   */
  CellFailure(String errorName, String message, List<String> traceback, Throwable cause) {
    super(message, cause, false, false);
    this.errorName = errorName;
    this.traceback = List.copyOf(traceback);
  }

  /** The same failure with one more sentence, in its message and below its lines. */
  CellFailure with(String sentence) {
    List<String> lines = new ArrayList<>(traceback);
    lines.add(sentence);
    return new CellFailure(errorName, getMessage() + ". " + sentence, lines, getCause());
  }

  /** The short name of the error: the exception's class, or "CompilationError". */
  public String errorName() {
    return errorName;
  }

  /** The lines shown under the cell. */
  public List<String> traceback() {
    return traceback;
  }
}
