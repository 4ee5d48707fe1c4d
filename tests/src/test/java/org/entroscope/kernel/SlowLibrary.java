package org.entroscope.kernel;

import java.util.concurrent.CountDownLatch;

/** A class of a fake library. Its initialiser takes long and fails if it is interrupted. */
public final class SlowLibrary {

  /** True if the initialiser ended without an interrupt. */
  public static final boolean WHOLE;

  static {
    Signals.BEGUN.countDown();
    boolean whole;
    try {
      Signals.MAY_END.await();
      whole = true;
    } catch (InterruptedException e) {
      whole = false;
    }
    WHOLE = whole;
  }

  private SlowLibrary() {}

  /** The signals between a test and the initialiser. */
  static final class Signals {
    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static final CountDownLatch MAY_END = new CountDownLatch(1);

    private Signals() {}
  }
}
