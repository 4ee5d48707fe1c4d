package org.entroscope.robustness;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.model.Gpt;
import org.entroscope.model.Sampling;
import org.entroscope.privacy.ModelWeights;
import org.entroscope.privacy.SecureInference;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.sweep.Sweep;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Experiment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Interrupts all long operations except downloads, which have a separate test. {@code
 * -Dentroscope.interrupts=100} sets the number of trials of each kind and requires that each ends
 * within 2 s, which needs an idle machine. By default, the times are only printed.
 */
@Tag("slow")
class InterruptsIT {

  private static final int TRIALS = Integer.getInteger("entroscope.interrupts", 3);
  private static final boolean TIMED = Integer.getInteger("entroscope.interrupts") != null;
  private static final int LIMIT_MILLIS = 2000;
  private static final int SHORTEST_LIFE_MILLIS = 100;
  private static final int LONGEST_LIFE_MILLIS = 1500;

  private static final ModelShape SMALL = new ModelShape(4, 4, 64, 64, 256);
  private static final String TEXT = sums(40_000);

  @TempDir static Path folder;

  static String sums(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append("int a = ").append(i).append(" + ").append(i % 37).append(";\n");
    }
    return text.toString();
  }

  /** Kinds of work that run practically without end. */
  enum Kind {
    TRAINING {
      @Override
      void run(int trial) {
        experiment().train().model().close();
      }
    },
    TRAINING_WITH_CHECKPOINTS {
      @Override
      void run(int trial) {
        experiment().into(folder.resolve("run" + trial)).train().model().close();
      }
    },
    SWEEP {
      @Override
      void run(int trial) {
        Sweep.of("SM", "SM + LN + G")
            .on(Corpus.of(TEXT))
            .shape(SMALL)
            .plan(plan())
            .seeds(4)
            .into(folder.resolve("sweep" + trial).toString())
            .run(Sweep.local().parallel(2));
      }
    },
    TOKENIZING {
      @Override
      void run(int trial) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
          text.append(trial).append(' ').append(i).append('\n').append(TEXT); // not in the cache
        }
        Corpus.of(text.toString()).tokenize(Tokenizer.gpt2());
      }
    },
    GENERATING {
      @Override
      void run(int trial) {
        try (Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), SMALL, 1)) {
          gpt.generate("int a", 1_000_000, Sampling.greedy());
        }
      }
    },
    SECURE_INFERENCE {
      @Override
      void run(int trial) {
        ModelShape shape = new ModelShape(8, 2, 8, 8, 8);
        ModelWeights weights = ModelWeights.random(Architecture.of("SM + LN + G"), shape, 1);
        SecureInference.run(weights, 1, 2, 3, 4, 5, 6, 7, 0);
      }
    };

    abstract void run(int trial);

    private static TrainingPlan plan() {
      return TrainingPlan.laptop().withSteps(1_000_000);
    }

    private static Experiment experiment() {
      return Experiment.of("SM + LN + G").on(Corpus.of(TEXT)).shape(SMALL).plan(plan()).quietly();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsIt(Kind kind) throws Exception {
    SplittableRandom random = new SplittableRandom(kind.ordinal());
    long longest = 0;
    int late = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      int life = random.nextInt(SHORTEST_LIFE_MILLIS, LONGEST_LIFE_MILLIS);
      long millis = interrupted(kind, trial, life);
      longest = Math.max(longest, millis);
      late += millis > LIMIT_MILLIS ? 1 : 0;
    }
    System.out.printf(
        "%s: %d interrupts, %d later than %d ms, the latest after %d ms%n",
        kind, TRIALS, late, LIMIT_MILLIS, longest);
    assertFalse(TIMED && late > 0, late + " of " + TRIALS + " were later than 2 s");
  }

  private static long interrupted(Kind kind, int trial, int life) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                kind.run(trial);
              } catch (CancellationException e) {
                // this is the expected exception of an interrupted operation
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    thread.start();
    Thread.sleep(life);
    long before = System.nanoTime();
    thread.interrupt();
    thread.join(120_000);
    long millis = (System.nanoTime() - before) / 1_000_000;
    assertFalse(
        thread.isAlive(),
        () ->
            "%s goes on after an interrupt at %d ms: %s"
                .formatted(kind, life, Arrays.toString(thread.getStackTrace())));
    assertNull(thrown.get(), () -> kind + " after " + life + " ms: " + thrown.get());
    return millis;
  }
}
