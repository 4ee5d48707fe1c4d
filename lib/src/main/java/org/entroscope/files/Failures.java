package org.entroscope.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/**
 * Converts failures to the exceptions that callers see. Java reports an interrupt during file
 * access as an I/O failure; this class reports it as a cancellation.
 */
public final class Failures {

  private Failures() {}

  /**
   * Returns the exception of {@link #of(String, Exception)} with the failure's own message or, if
   * it has none, with a description of its kind.
   */
  public static RuntimeException of(Exception failure) {
    return of(Reason.withFile(failure), failure);
  }

  /**
   * Returns an unchecked exception, or a {@link CancellationException} if the thread was
   * interrupted. In that case the interrupt status is cleared, as in {@link
   * org.entroscope.progress.Progress#advance}.
   */
  public static RuntimeException of(String message, Exception failure) {
    boolean interrupted = Thread.interrupted();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      interrupted |= cause instanceof ClosedByInterruptException;
      interrupted |= cause instanceof InterruptedException;
      // a socket timeout is of this type too, but it means that a server did not answer
      interrupted |=
          cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException);
    }
    if (interrupted) {
      var cancelled = new CancellationException("interrupted");
      cancelled.initCause(failure);
      return cancelled;
    }
    IOException cause = failure instanceof IOException io ? io : new IOException(failure);
    return new UncheckedIOException(Reason.limited(message), cause);
  }
}
