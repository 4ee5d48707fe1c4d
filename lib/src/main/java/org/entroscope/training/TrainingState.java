package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.engine.Autograd;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.Tokens;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import tech.tablesaw.api.Table;

/** The state of a training, as callbacks see it. Returned objects may be kept. */
public interface TrainingState {

  /** Returns the name of the training; by default the notation of its architecture. */
  String name();

  default Architecture architecture() {
    return model().architecture();
  }

  TrainingPlan plan();

  /** Returns the number of completed steps. */
  int step();

  /** Returns the cross entropy of the newest step in nats per token; NaN before the first step. */
  double loss();

  /**
   * Returns the cross entropy on held-out data at the newest evaluation in nats per token; NaN
   * before the first one.
   */
  double evaluationLoss();

  /**
   * Returns the Euclidean norm of the newest step's gradient before clipping; NaN if the step was
   * skipped.
   */
  double gradientNorm();

  /**
   * Returns how many of the {@link #step()} steps were skipped because a number overflowed half
   * precision; 0 in other precisions.
   */
  default int skippedSteps() {
    return 0;
  }

  /**
   * Returns where the first NaN or infinity of the newest skipped step was: {@code
   * layer.3.attention.scores in the forward pass}, or {@code the gradient of} a parameter. Empty if
   * no step was skipped.
   */
  default String overflow() {
    return "";
  }

  /** Returns the precision of products as text; empty for single precision. */
  default String products() {
    return model().precision().words(model().device());
  }

  /**
   * Returns a note for a line about the training: {@link #products()} and the number of skipped
   * steps. It begins with a comma unless it is empty.
   */
  default String precisionNote() {
    String skipped =
        switch (skippedSteps()) {
          case 0 -> "";
          case 1 -> ", 1 step skipped (%s)".formatted(overflow());
          default -> ", %,d steps skipped (newest: %s)".formatted(skippedSteps(), overflow());
        };
    return (products().isEmpty() ? "" : ", " + products()) + skipped;
  }

  /** Returns the training time in seconds, which begins with the first step. */
  double seconds();

  /** Returns the average number of training tokens per second so far. */
  double tokensPerSecond();

  /**
   * Returns the estimated seconds for the remaining steps at the average pace so far; NaN before
   * the first step.
   */
  default double secondsLeft() {
    return step() == 0 ? Double.NaN : seconds() / step() * (plan().steps() - step());
  }

  /** Returns the learning rate of the newest step; NaN before the first step. */
  double learningRate();

  /**
   * Returns the histories of the recorded statistics of the heads so far, by name; entropy first.
   */
  Map<String, HeadHistory> histories();

  /** Returns the history of the head entropies so far. */
  default HeadHistory history() {
    return histories().getOrDefault(HeadQuantity.ENTROPY, HeadHistory.empty());
  }

  /**
   * Returns the token ids of the newest step's batch, B x T in row-major order; the first batch if
   * gradients are accumulated. Empty before the first step.
   */
  int[] batch();

  /**
   * Computes the logits of {@link #batch()} with the current model.
   *
   * @param manager the owner of the result
   * @return the logits, (B, T, V)
   */
  default NDArray logits(NDManager manager) {
    try (Autograd none = Autograd.paused();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray batch = Tokens.batch(model(), manager, batch(), plan().batchSize());
      NDArray logits = model().forward(batch, false, Hook.NONE);
      NDScope.unregister(logits);
      logits.attach(manager);
      return logits;
    }
  }

  /**
   * Returns a copy of the metrics with one row per step; the columns are described at {@link
   * Run#metrics()}.
   */
  Table metrics();

  /** Returns whether the training is running, and otherwise how it ended. */
  RunStatus status();

  /**
   * Returns why the training ended before its last step; empty while it runs and if it finished.
   */
  String reason();

  /** Returns the model that is being trained. It is reserved for the training thread. */
  Gpt model();

  /** Ends the training after this step, like the interrupt button. */
  void stop();
}
