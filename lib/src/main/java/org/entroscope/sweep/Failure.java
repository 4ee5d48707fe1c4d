package org.entroscope.sweep;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.entroscope.runs.RunSpec;

/**
 * The reason why an experiment has no result.
 *
 * @param spec the experiment
 * @param cause the error and its causes, in one line
 * @param stackTrace the stack trace of the error
 */
public record Failure(RunSpec spec, String cause, String stackTrace) {

  static Failure of(RunSpec spec, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return new Failure(spec, chain(thrown), trace.toString());
  }

  /** Joins the messages of an exception and its causes, outermost first, without repetitions. */
  public static String chain(Throwable thrown) {
    StringBuilder chain = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String words = words(cause);
      if (chain.indexOf(words) < 0) {
        chain.append(chain.isEmpty() ? "" : "; caused by ").append(words);
      }
    }
    return chain.toString();
  }

  private static String words(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return "out of memory: " + thrown.getMessage();
    }
    String message = thrown.getMessage();
    String type = thrown.getClass().getSimpleName();
    return message == null || message.isBlank() ? type : type + ": " + message.strip();
  }
}
