package org.entroscope.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstLoadTest {

  @Test
  void theWorkIsNotInterruptedAndTheCallerStaysSo() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicReference<Thread> worker = new AtomicReference<>();
    AtomicBoolean workWasInterrupted = new AtomicBoolean(true);
    AtomicBoolean callerWasInterrupted = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              FirstLoad.run(
                  () -> {
                    worker.set(Thread.currentThread());
                    begun.countDown();
                    try {
                      mayEnd.await();
                      workWasInterrupted.set(false);
                    } catch (InterruptedException e) {
                      // workWasInterrupted stays true
                    }
                  });
              callerWasInterrupted.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    begun.await();
    caller.interrupt();
    caller.join(200); // a caller that does not wait would return immediately
    assertTrue(caller.isAlive(), "it waits for the work");
    caller.interrupt();
    mayEnd.countDown();
    caller.join(TimeUnit.SECONDS.toMillis(30));
    assertFalse(caller.isAlive());
    assertFalse(workWasInterrupted.get());
    assertTrue(callerWasInterrupted.get(), "its interrupt is kept");
    assertNotSame(caller, worker.get());
  }

  @Test
  void whatTheWorkThrowsReachesTheCaller() {
    RuntimeException failure = new IllegalStateException("no library");
    assertEquals(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                FirstLoad.run(
                    () -> {
                      throw failure;
                    })));
    Error error = new UnsatisfiedLinkError("no symbol");
    assertEquals(
        error,
        assertThrows(
            UnsatisfiedLinkError.class,
            () ->
                FirstLoad.run(
                    () -> {
                      throw error;
                    })));
  }

  @Test
  void whoIsNotInterruptedStaysSo() {
    FirstLoad.run(() -> {});
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
