package org.entroscope.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entroscope.runs.RunSpec;
import org.entroscope.tokens.TokenizedCorpus;

/** Runs a sweep: trains the missing experiments and records the invocation. */
final class SweepExecution {

  private final Sweep sweep;
  private final SweepRunner runner;
  private final TokenizedCorpus data;
  private final SweepStore store;

  SweepExecution(Sweep sweep, SweepRunner runner, TokenizedCorpus data) throws IOException {
    this.sweep = sweep;
    this.runner = runner;
    this.data = data;
    store = new SweepStore(runner.storage(sweep.folder()));
  }

  SweepResult run() throws IOException {
    List<RunSpec> trials =
        sweep.trials().stream().map(trial -> trial.withCorpus(data.hash())).toList();
    List<RunSpec> done = new ArrayList<>();
    List<RunSpec> missing = new ArrayList<>();
    for (RunSpec trial : trials) {
      if (store.isDone(trial)) {
        done.add(trial);
      } else {
        missing.add(trial);
        store.forgetFailure(trial);
      }
    }
    HeadRecording recording = new HeadRecording(sweep.statistics());
    recording.check(done, store);
    String started = SweepInvocation.now();
    long begun = System.nanoTime();
    if (!missing.isEmpty()) {
      try (SweepProgress progress = new SweepProgress(trials, missing)) {
        runner.train(new SweepJob(missing, recording, data, store, progress));
      }
      Thread.interrupted(); // ignore a second interrupt: the finished results are collected anyway
    }
    Map<String, SweepEntry> everything = store.entries();
    List<SweepEntry> entries = new ArrayList<>();
    for (RunSpec trial : trials) {
      SweepEntry pending = new SweepEntry(trial, null, null);
      entries.add(everything.getOrDefault(SweepStore.name(trial), pending));
    }
    SweepResult result = new SweepResult(entries);
    if (!missing.isEmpty()) {
      store.saveTable(new SweepResult(List.copyOf(everything.values())));
      int failed = result.count(SweepEntry.Status.FAILED);
      int left = result.count(SweepEntry.Status.PENDING);
      store.add(
          new SweepInvocation(
              sweep.note(),
              started,
              Math.round((System.nanoTime() - begun) / 1e8) / 10.0,
              runner.toString(),
              SweepInvocation.thisMachine(),
              System.getProperty("java.version"),
              SweepInvocation.thisEngine(),
              missing.size() - failed - left,
              failed,
              left));
    }
    return new SweepResult(entries, store.invocations());
  }
}
