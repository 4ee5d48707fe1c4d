package org.entroscope.kernel;

/**
 * Thrown for a message that Jupyter cannot have sent. The message is dropped, and the kernel
 * continues.
 */
final class MalformedMessageException extends Exception {

  /**
   * Creates an exception with the reason for dropping a message.
   *
   * @param message the fault of the message, as the end of "dropped a message: ..."
   */
  MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
