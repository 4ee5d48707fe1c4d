package org.entroscope.kernel;

import java.util.concurrent.CancellationException;

/** Thrown if the interrupt button ended a cell. */
public final class CellInterruptedException extends CancellationException {

  CellInterruptedException(String message) {
    super(message);
  }
}
