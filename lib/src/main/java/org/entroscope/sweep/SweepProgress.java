package org.entroscope.sweep;

import java.util.List;
import org.entroscope.progress.Progress;
import org.entroscope.runs.RunSpec;

/** The progress of a sweep in tokens, so that long experiments count for more. Not thread-safe. */
final class SweepProgress implements AutoCloseable {

  private final int already;
  private final int all;
  private final Progress progress;
  private int done;
  private int failed;

  SweepProgress(List<RunSpec> trials, List<RunSpec> missing) {
    all = trials.size();
    already = all - missing.size();
    long tokens = missing.stream().mapToLong(RunSpec::tokens).sum();
    progress = Progress.begin("Sweep", tokens, "tokens");
    note("");
  }

  /** Counts trained tokens. A negative number takes back the tokens of a lost experiment. */
  void tokens(long count) {
    progress.count(count);
  }

  /** Reports that an experiment ended with a result or a failure. */
  void ended(RunSpec trial, String words, boolean failure) {
    done++;
    failed += failure ? 1 : 0;
    note(trial.architecture() + ", seed " + trial.seed() + ": " + words);
  }

  private void note(String newest) {
    StringBuilder note = new StringBuilder();
    note.append("%,d of %,d experiments done".formatted(already + done - failed, all));
    if (failed > 0) {
      note.append(", ").append(failed).append(" failed");
    }
    if (!newest.isEmpty()) {
      note.append("; ").append(newest);
    }
    progress.note(note.toString());
    if (already + done == all) {
      progress.finish(note.toString());
    }
  }

  @Override
  public void close() {
    progress.close();
  }
}
