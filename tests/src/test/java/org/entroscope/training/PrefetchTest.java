package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.Autograd;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.NextTokenLoss;
import org.entroscope.model.Tokens;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.Batches;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrefetchTest {

  private static final int BATCH = 4;

  private final Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), Tiny.SHAPE, 1337);
  private final Batches batches =
      Tiny.corpus()
          .tokenize(Tokenizer.bytes())
          .training()
          .examples(Tiny.SHAPE.context())
          .batches(BATCH, 1337);

  @AfterEach
  void close() {
    gpt.close();
    assertFalse(running(), "no thread is left");
  }

  private static boolean running() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(Prefetch.THREAD));
  }

  @Test
  void batchesComeInOrderFromAnyPlace() {
    for (long first : new long[] {0, 5, batches.perEpoch() - 3}) {
      try (Prefetch data = Prefetch.of(gpt, batches, first, first + 8)) {
        for (long number = first; number < first + 8; number++) {
          try (Prefetch.Batch batch = data.next()) {
            assertArrayEquals(batches.at(number), batch.tokens().toIntArray());
            assertEquals(BATCH, batch.tokens().getShape().get(0));
          }
        }
        assertThrows(NoSuchElementException.class, data::next);
      }
    }
  }

  /** If the weights do not change, the loss of a step identifies the batches of the step. */
  @Test
  void aTrainingSeesTheBatchesOfItsSteps() {
    TrainingPlan still =
        Tiny.PLAN.with(
            p -> {
              p.steps = 12;
              p.accumulation = 2;
              p.learningRate = 0;
            });
    Run whole = Tiny.experiment("SM + LN + G").plan(still).train();
    Run resumed =
        Tiny.experiment("SM + LN + G").plan(still).callback(new Interruption(5)).train().resume();
    double[] expected =
        IntStream.range(0, still.steps())
            .mapToDouble(step -> ((double) loss(2L * step) + loss(2L * step + 1)) / 2)
            .toArray();
    for (Run run : new Run[] {whole, resumed}) {
      assertArrayEquals(expected, run.metrics().doubleColumn("loss").asDoubleArray());
    }
  }

  private float loss(long number) {
    try (Autograd none = Autograd.paused();
        NDScope scope = new NDScope();
        NDManager manager = gpt.manager().newSubManager()) {
      scope.suppressNotUsedWarning();
      var batch = Tokens.batch(gpt, manager, batches.at(number), BATCH);
      return NextTokenLoss.of(gpt.forward(batch, true, Hook.NONE), batch).getFloat();
    }
  }

  @Test
  void fewWaitAndWhatIsNotTakenIsFreed() throws InterruptedException {
    List<NDManager> made = new CopyOnWriteArrayList<>();
    CountDownLatch full = new CountDownLatch(Prefetch.AHEAD + 2); // one is taken, one is in work
    try (Prefetch data =
        new Prefetch(
            number -> {
              NDManager manager = NDManager.newBaseManager(null, "PyTorch");
              made.add(manager);
              full.countDown();
              return new Prefetch.Batch(manager, manager.create(1));
            },
            0,
            1000)) {
      data.next().close();
      full.await();
      Thread.sleep(50); // gives it time to make more batches than allowed
      assertEquals(Prefetch.AHEAD + 2, made.size());
    }
    assertTrue(made.stream().noneMatch(NDManager::isOpen), "all were freed");
  }

  @Test
  void whatGoesWrongIsThrownWhereTheBatchIsTaken() {
    IllegalStateException broken = new IllegalStateException("the disk is gone");
    AtomicInteger asked = new AtomicInteger();
    try (Prefetch data =
        new Prefetch(
            number -> {
              asked.incrementAndGet();
              if (number == 2) {
                throw broken;
              }
              NDManager manager = NDManager.newBaseManager(null, "PyTorch");
              return new Prefetch.Batch(manager, manager.create(1));
            },
            0,
            1000)) {
      data.next().close();
      data.next().close();
      assertSame(broken, assertThrows(IllegalStateException.class, data::next));
      assertEquals(3, asked.get(), "nothing is prepared after it");
    }
  }

  @Test
  void anInterruptLosesNoBatch() {
    Thread.currentThread().interrupt();
    try (Prefetch data = Prefetch.of(gpt, batches, 0, 10)) {
      try (Prefetch.Batch batch = data.next()) {
        assertArrayEquals(batches.at(0), batch.tokens().toIntArray());
      }
    }
    assertTrue(Thread.interrupted(), "and stays to be seen");
  }

  @Test
  void theThreadEndsWithTheTraining() {
    Tiny.experiment("SM").train();
    assertFalse(running(), "finished");
    Tiny.experiment("SM").callback(new Interruption(3)).train();
    assertFalse(running(), "interrupted");
    TrainingCallback thrower =
        new TrainingCallback() {
          @Override
          public void onStepEnd(TrainingState state) {
            assertTrue(running());
            throw new IllegalStateException("a callback's mistake");
          }
        };
    assertThrows(
        IllegalStateException.class, () -> Tiny.experiment("SM").callback(thrower).train());
    assertFalse(running(), "failed");
  }
}
