package org.entroscope.training;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.entroscope.engine.PyTorch;
import org.entroscope.files.Reason;
import org.entroscope.runs.RunRecord;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunStatus;
import org.entroscope.statistics.HeadHistories;
import org.entroscope.statistics.HeadValues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training that can go on after an interrupt: the trainer, its checkpoints, its run. */
final class ResumableTraining {

  private static final Logger LOG = LoggerFactory.getLogger(ResumableTraining.class);

  private final RunSpec spec;
  private final String corpus;
  private final Trainer trainer;
  private final Checkpoints checkpoints;
  private final String started = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();

  private CheckpointFolder folder;
  private double written;

  /**
   * @param corpus name of the data
   * @param checkpoints or null for none
   */
  ResumableTraining(RunSpec spec, String corpus, Trainer trainer, Checkpoints checkpoints) {
    this.spec = spec;
    this.corpus = corpus;
    this.trainer = trainer;
    this.checkpoints = checkpoints;
  }

  /** Trains from the newest checkpoint, if there is one. */
  Run start() {
    try (CheckpointFolder opened = open()) {
      Checkpoint newest = opened == null ? null : opened.newest(spec);
      if (newest != null) {
        trainer.restore(newest);
      }
      return train();
    } catch (IOException e) {
      throw new UncheckedIOException(Reason.withFile(e), e);
    }
  }

  /** Goes on after an interrupt. */
  Run resume() {
    try (CheckpointFolder opened = open()) {
      if (opened != null) {
        opened.newest(spec); // tells the folder which of its states are whole
      }
      return train();
    } catch (IOException e) {
      throw new UncheckedIOException(Reason.withFile(e), e);
    }
  }

  private CheckpointFolder open() throws IOException {
    folder = checkpoints == null ? null : CheckpointFolder.open(checkpoints.folder());
    return folder;
  }

  private Run train() {
    written = trainer.seconds();
    trainer.train(this::afterStep);
    return run();
  }

  private void afterStep(AdamW optimiser) {
    boolean last = trainer.status() != RunStatus.RUNNING;
    if (folder == null || !last && !checkpoints.due(trainer.step(), trainer.seconds() - written)) {
      return;
    }
    try {
      write(optimiser);
    } catch (IOException e) {
      // a full disk must not end a long training; the older checkpoints are whole
      LOG.debug("no checkpoint after step {}", trainer.step(), e);
      System.err.println(
          "No checkpoint could be written after step "
              + trainer.step()
              + ": "
              + Reason.withFile(e));
    }
    written = trainer.seconds();
  }

  private void write(AdamW optimiser) throws IOException {
    CheckpointFolder.Content content =
        part -> Checkpoint.write(part, spec, trainer.content(), trainer.model(), optimiser);
    try {
      folder.write(trainer.step(), content);
    } catch (ClosedByInterruptException e) {
      // an interrupt closes the file that is being written; it is meant for the training
      Thread.interrupted();
      folder.write(trainer.step(), content);
      Thread.currentThread().interrupt();
    }
  }

  private Run run() {
    Evaluation evaluation = trainer.evaluation();
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
            evaluation == null ? null : evaluation.loss());
    ResumableTraining again = trainer.status() == RunStatus.INTERRUPTED ? this : null;
    return new Run(
        record, trainer.metrics(), trainer.histories(), newest(), trainer.model(), again);
  }

  private Map<String, HeadValues> newest() {
    return trainer.status() == RunStatus.FINISHED
        ? trainer.evaluation().heads()
        : HeadHistories.last(trainer.histories());
  }

  private String engine() {
    Engine engine = PyTorch.engine();
    String products = spec.precision().words(trainer.model().device());
    String exactness = products.isEmpty() ? "" : ", " + products;
    return engine.getEngineName() + " " + engine.getVersion() + exactness;
  }
}
