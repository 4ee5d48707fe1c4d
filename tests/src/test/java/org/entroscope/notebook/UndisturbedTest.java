package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UndisturbedTest {

  @Test
  void anInterruptBeforehandDoesNotReachTheTaskAndIsNotLost() {
    List<Boolean> seen = new ArrayList<>();
    Thread.currentThread().interrupt();
    Undisturbed.run(() -> seen.add(Thread.currentThread().isInterrupted()));
    assertEquals(List.of(false), seen);
    assertTrue(Thread.interrupted(), "the interrupt is lost");
  }

  @Test
  void anInterruptInTheMiddleDoesNotEndTheWait() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<String> done = new ArrayList<>();
    Thread cell =
        new Thread(
            () -> {
              Undisturbed.run(
                  () -> {
                    begun.countDown();
                    try {
                      go.await();
                      done.add("sent");
                    } catch (InterruptedException e) {
                      done.add("interrupted");
                    }
                  });
              done.add("flag " + Thread.currentThread().isInterrupted());
            });
    cell.start();
    begun.await();
    cell.interrupt();
    go.countDown();
    cell.join();
    assertEquals(List.of("sent", "flag true"), done);
  }

  @Test
  void whatATaskThrowsIsThrown() {
    var failure = new IllegalStateException("closed");
    Runnable task =
        () -> {
          throw failure;
        };
    assertEquals(failure, assertThrows(IllegalStateException.class, () -> Undisturbed.run(task)));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aTaskMayRunAnother() {
    List<String> done = new ArrayList<>();
    Undisturbed.run(() -> Undisturbed.run(() -> done.add("inner")));
    assertEquals(List.of("inner"), done);
  }
}
