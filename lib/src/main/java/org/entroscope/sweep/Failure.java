package org.entroscope.sweep;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.entroscope.runs.RunSpec;

/**
 * Why an experiment has no result.
 *
 * @param spec the experiment
 * @param cause what went wrong, with its causes, in a line
 * @param stackTrace where
 */
public record Failure(RunSpec spec, String cause, String stackTrace) {

  static Failure of(RunSpec spec, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return new Failure(spec, chain(thrown), trace.toString());
  }

  /** The messages of an exception and its causes, outermost first, none of them twice. */
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
