package org.entroscope.privacy.mpc;

/** A private execution that ended because of the other party or the line to it. */
public final class PartyException extends RuntimeException {

  PartyException(String message) {
    super(message);
  }

  PartyException(String message, Throwable cause) {
    super(message, cause);
  }
}
