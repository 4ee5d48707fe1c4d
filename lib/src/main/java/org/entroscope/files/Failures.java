package org.entroscope.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/**
 * What to throw to callers. An interrupt while a file is open comes as an I/O failure, but is none.
 */
public final class Failures {

  private Failures() {}

  /** The same with the failure's own words, or what it means where it has none. */
  public static RuntimeException of(Exception failure) {
    return of(Reason.withFile(failure), failure);
  }

  /**
   * An unchecked failure, or a {@link CancellationException} if the thread was interrupted; the
   * interrupt is consumed then, as in {@link org.entroscope.progress.Progress#advance}.
   */
  public static RuntimeException of(String message, Exception failure) {
    boolean interrupted = Thread.interrupted();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      interrupted |= cause instanceof ClosedByInterruptException;
      interrupted |= cause instanceof InterruptedException;
      // a timeout of a socket is one too, but means a server
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
