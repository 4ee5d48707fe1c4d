package org.entroscope.hub;

import java.io.IOException;

/** A failure to read from a server that another attempt will not change. */
final class RefusedException extends IOException {

  RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
