package org.entroscope.kernel;

import java.util.concurrent.CountDownLatch;

/** A class that a library would have: its initialiser takes long, and an interrupt spoils it. */
public final class SlowLibrary {

  /** Whether the initialiser ended in peace. */
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

  /** What a test and the initialiser tell one another. */
  static final class Signals {
    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static final CountDownLatch MAY_END = new CountDownLatch(1);

    private Signals() {}
  }
}
