package org.entroscope.training;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.entroscope.engine.PyTorch;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Failures;
import org.entroscope.files.Reason;
import org.entroscope.runs.RunFiles;
import org.entroscope.runs.RunFolder;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.tokens.NgramPerplexities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training that can continue after an interrupt, with its trainer, folder and run. */
final class ResumableTraining {

  private static final Logger LOG = LoggerFactory.getLogger(ResumableTraining.class);

  private final RunSpec spec;
  private final String corpus;
  private final Trainer trainer;
  private final Supplier<NgramPerplexities> ngrams;
  private final Path place;
  private final CheckpointRule rule;

  private String started = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private RunFolder folder;
  private double written;

  /** The run at the last checkpoint or at the end. */
  private RunSummary newest;

  /** Decides when a checkpoint is written. */
  @FunctionalInterface
  interface CheckpointRule {

    /**
     * Called after each step.
     *
     * @param seconds the training time since the last checkpoint
     */
    boolean isDue(int step, double seconds);
  }

  /**
   * @param corpus the name of the data
   * @param ngrams computes the n-gram perplexities on the data, which takes about a second
   * @param place the folder of the run, or null
   */
  ResumableTraining(
      RunSpec spec,
      String corpus,
      Trainer trainer,
      Supplier<NgramPerplexities> ngrams,
      Path place,
      CheckpointRule rule) {
    this.spec = spec;
    this.corpus = corpus;
    this.trainer = trainer;
    this.ngrams = ngrams;
    this.place = place;
    this.rule = rule;
  }

  /** Trains to the end. Starts from the newest checkpoint in the folder if it has more steps. */
  Run train() {
    try (RunFolder opened = place == null ? null : RunFolder.open(place)) {
      folder = opened;
      RunFiles kept = opened == null ? null : opened.newest(spec);
      if (kept != null && kept.run().steps() > trainer.step()) {
        newest = trainer.restore(kept).named(trainer.name());
        started = newest.record().started();
      }
      written = trainer.seconds();
      trainer.train(this::afterStep); // makes no step if the run is finished
      return new Run(
          newest, trainer.model(), trainer.status() == RunStatus.INTERRUPTED ? this : null);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private void afterStep(AdamW optimiser) {
    boolean ended = trainer.status() != RunStatus.RUNNING;
    boolean due = folder != null && rule.isDue(trainer.step(), trainer.seconds() - written);
    if (ended || due) {
      newest = summary();
    }
    if (folder != null && (ended || due)) {
      keep(ended, optimiser);
    }
  }

  private void keep(boolean ended, AdamW optimiser) {
    AdamW moments = trainer.status() == RunStatus.FINISHED ? null : optimiser;
    try {
      write(part -> ModelFiles.write(part, newest, trainer.model(), moments), ended);
    } catch (IOException e) {
      // a full disk must not end a long training; the previous checkpoint is complete
      LOG.debug("nothing kept after step {}", trainer.step(), e);
      System.err.println(
          "No checkpoint could be written after step "
              + trainer.step()
              + ": "
              + Reason.withFile(e)
              + (ended ? "; keep the run elsewhere with its save(folder)" : ""));
    }
    written = trainer.seconds();
  }

  private void write(AtomicFile.Content content, boolean ended) throws IOException {
    try {
      writeOnce(content, ended);
    } catch (ClosedByInterruptException e) {
      // an interrupt closes the file that is being written; it is meant for the training
      Thread.interrupted();
      writeOnce(content, ended);
      Thread.currentThread().interrupt();
    }
  }

  private void writeOnce(AtomicFile.Content content, boolean ended) throws IOException {
    if (ended) {
      folder.end(content);
    } else {
      folder.write(trainer.step(), content);
    }
  }

  private RunSummary summary() {
    double loss = trainer.evaluationLoss();
    RunRecord record =
        new RunRecord(
            spec,
            trainer.name(),
            corpus,
            trainer.model().device().toString(),
            engine(),
            started,
            trainer.seconds(),
            trainer.step(),
            trainer.status(),
            trainer.reason(),
            trainer.isEvaluated() ? loss : null,
            isComplete() ? ngrams.get() : null);
    return new RunSummary(record, trainer.metrics(), trainer.histories(), trainer.newestValues());
  }

  /**
   * Returns whether the training has ended by itself. The n-grams are counted only in this case,
   * because an interrupt must not wait for the counts.
   */
  private boolean isComplete() {
    return trainer.status() == RunStatus.FINISHED || trainer.status() == RunStatus.DIVERGED;
  }

  private String engine() {
    Engine engine = PyTorch.engine();
    String products = spec.precision().words(trainer.model().device());
    String exactness = products.isEmpty() ? "" : ", " + products;
    return engine.getEngineName() + " " + engine.getVersion() + exactness;
  }
}
