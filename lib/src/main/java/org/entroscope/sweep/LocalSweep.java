package org.entroscope.sweep;

import ai.djl.Device;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.entroscope.engine.IntraOpThreads;
import org.entroscope.hub.CacheFolder;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.Storage;
import org.entroscope.runs.Storages;

/** Trains several experiments at a time in this JVM. Immutable. */
public final class LocalSweep extends SweepRunner {

  static final LocalSweep DEFAULT =
      new LocalSweep(Runtime.getRuntime().availableProcessors(), 1, null);

  private final int parallel;
  private final int threads;
  private final Device device;

  private LocalSweep(int parallel, int threads, Device device) {
    if (parallel < 1) {
      throw new IllegalArgumentException(
          "at least 1 experiment must be trained at a time, not " + parallel);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("an experiment needs at least 1 thread, not " + threads);
    }
    this.parallel = parallel;
    this.threads = threads;
    this.device = device;
  }

  /** Sets how many experiments are trained at a time. The default is one per core. */
  public LocalSweep parallel(int experiments) {
    return new LocalSweep(experiments, threads, device);
  }

  /**
   * Sets the number of threads for each experiment. The default of 1 has the highest throughput for
   * many experiments, and its results do not depend on the machine's number of cores.
   */
  public LocalSweep threads(int each) {
    return new LocalSweep(parallel, each, device);
  }

  /** Sets the device of all experiments; null chooses the best available device. */
  public LocalSweep device(Device device) {
    return new LocalSweep(parallel, threads, device);
  }

  @Override
  Storage storage(String folder) throws IOException {
    return folder == null ? Storages.open(CacheFolder.folder("sweeps")) : Storages.open(folder);
  }

  /** The outcome of an experiment: a result, a failure, or neither if it was stopped. */
  private record Outcome(RunSpec trial, long tokens, RunSummary run, Throwable failure) {}

  @Override
  void train(SweepJob job) throws IOException {
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    LongAdder tokens = new LongAdder();
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(parallel, job.missing().size()), LocalSweep::thread);
    try (IntraOpThreads limit = IntraOpThreads.limit(threads)) {
      for (RunSpec trial : job.missing()) {
        pool.execute(() -> outcomes.add(outcome(trial, job, tokens, stop)));
      }
      for (int ended = 0; ended < job.missing().size(); ) {
        Outcome outcome = outcomes.poll(250, TimeUnit.MILLISECONDS);
        job.progress().tokens(tokens.sumThenReset());
        if (outcome != null) {
          ended++;
          tell(outcome, job);
        }
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      // the result lists the experiments that are still pending
    } finally {
      stop.set(true);
      pool.shutdown();
      join(pool);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "entroscope-sweep");
    thread.setDaemon(true);
    return thread;
  }

  private Outcome outcome(RunSpec trial, SweepJob job, LongAdder all, AtomicBoolean stop) {
    LongAdder own = new LongAdder();
    try {
      if (stop.get()) {
        return new Outcome(trial, 0, null, null);
      }
      // never closed: the limit belongs to this thread, which ends with the sweep
      IntraOpThreads.limit(threads);
      Optional<RunSummary> run =
          TrialTraining.train(
              trial,
              job.recording(),
              job.data(),
              device,
              count -> {
                own.add(count);
                all.add(count);
              },
              stop::get);
      if (run.isPresent()) {
        job.store().save(run.get());
      }
      return new Outcome(trial, own.sum(), run.orElse(null), null);
    } catch (Throwable e) {
      return new Outcome(trial, own.sum(), null, e);
    }
  }

  private static void tell(Outcome outcome, SweepJob job) throws IOException {
    RunSpec trial = outcome.trial;
    job.progress().tokens(trial.tokens() - outcome.tokens);
    if (outcome.failure != null) {
      Failure failure = Failure.of(trial, outcome.failure);
      job.store().save(failure);
      job.progress().ended(trial, failure.cause(), true);
    } else if (outcome.run != null) {
      job.progress().ended(trial, TrialTraining.words(outcome.run), false);
    }
  }

  /** Waits for the last steps, so that nothing is written to the results after the sweep. */
  private static void join(ExecutorService pool) {
    while (true) {
      try {
        if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
          return;
        }
      } catch (InterruptedException e) {
        // the threads end within one step; a second interrupt cannot make them faster
      }
    }
  }

  @Override
  public String toString() {
    return "this JVM, %d at a time with at most %d thread%s each"
        .formatted(parallel, threads, threads == 1 ? "" : "s");
  }
}
