package org.entroscope.lab;

/** Something that its reader can mend; the message says what and how. */
public final class LabException extends RuntimeException {

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
