package org.entroscope.privacy.mpc;

/** Signals that a private execution failed because of the other party or the connection to it. */
public final class PartyException extends RuntimeException {

  PartyException(String message) {
    super(message);
  }

  PartyException(String message, Throwable cause) {
    super(message, cause);
  }
}
