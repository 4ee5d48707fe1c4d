package org.entroscope.kernel;

/** A message that Jupyter cannot have sent: it is dropped, and the kernel serves on. */
final class MalformedMessageException extends Exception {

  /**
   * A reason to drop a message.
   *
   * @param message what is wrong with it, as the end of "dropped a message: ..."
   */
  MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
