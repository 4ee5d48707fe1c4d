package org.entroscope.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelWorkTest {

  @Test
  void resultsComeInTheOrderOfTheItems() {
    List<Integer> items = IntStream.range(0, 500).boxed().toList();
    try (ParallelWork work = new ParallelWork("counting")) {
      assertEquals(items.stream().map(i -> 2 * i).toList(), work.map(items, i -> 2 * i));
      assertEquals(List.of(), work.map(List.<Integer>of(), i -> 2 * i));
    }
  }

  @Test
  void whatTheFunctionThrowsIsThrown() {
    try (ParallelWork work = new ParallelWork("failing")) {
      assertThrows(ArithmeticException.class, () -> work.map(List.of(1, 0), i -> 1 / i));
      assertThrows(
          StackOverflowError.class,
          () ->
              work.map(
                  List.of(1),
                  i -> {
                    throw new StackOverflowError();
                  }));
    }
  }

  /**
   * Simulates a tokenizer of the user that is processing a long text and does not check for
   * interrupts.
   */
  @Test
  void anInterruptDoesNotWaitForWorkThatTakesNoNotice() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> interruptLeft = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try (ParallelWork work = new ParallelWork("tokenizing")) {
                work.map(
                    List.of(1),
                    i -> {
                      begun.countDown();
                      while (true) {
                        try {
                          mayEnd.await();
                          return i;
                        } catch (InterruptedException e) {
                          // ignores the interrupt
                        }
                      }
                    });
              } catch (Throwable e) {
                thrown.set(e);
              }
              interruptLeft.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    begun.await();
    caller.interrupt();
    caller.join(TimeUnit.SECONDS.toMillis(30));
    assertFalse(caller.isAlive());
    mayEnd.countDown();
    assertInstanceOf(CancellationException.class, thrown.get());
    assertEquals("tokenizing was interrupted", thrown.get().getMessage());
    assertFalse(interruptLeft.get());
  }

  @Test
  void anInterruptReachesTheWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              try (ParallelWork work = new ParallelWork("tokenizing")) {
                work.map(
                    List.of(1),
                    i -> {
                      begun.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        reached.countDown();
                      }
                      return i;
                    });
              } catch (CancellationException e) {
                // this is the expected exception
              }
            });
    caller.start();
    begun.await();
    caller.interrupt();
    assertEquals(true, reached.await(30, TimeUnit.SECONDS));
  }
}
