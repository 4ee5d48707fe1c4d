package org.entroscope.lab;

/** An error that the user can correct. The message says what is wrong and what to do. */
public final class LabException extends RuntimeException {

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
