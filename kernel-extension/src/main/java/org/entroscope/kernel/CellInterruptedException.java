package org.entroscope.kernel;

import java.util.concurrent.CancellationException;

/** A cell was ended by the interrupt button. */
public final class CellInterruptedException extends CancellationException {

  CellInterruptedException(String message) {
    super(message);
  }
}
