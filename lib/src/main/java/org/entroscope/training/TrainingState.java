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

/** How far a training is; the callbacks' view of it. Everything it returns may be kept. */
public interface TrainingState {

  /** What the training is called, by default its architecture's notation. */
  String name();

  default Architecture architecture() {
    return model().architecture();
  }

  TrainingPlan plan();

  /** Steps done. */
  int step();

  /** Cross entropy of the newest step, in nats per token; NaN before the first. */
  double loss();

  /** Cross entropy on held-out data at the newest evaluation; NaN before the first. */
  double evaluationLoss();

  /** Euclidean norm of the newest step's gradient, before clipping; NaN if it was skipped. */
  double gradientNorm();

  /**
   * Steps that were skipped because a number in them overflowed half precision, among {@link
   * #step()}; 0 in other precisions.
   */
  default int skippedSteps() {
    return 0;
  }

  /**
   * Where the first NaN or infinity of the newest skipped step was: {@code layer.3.attention.scores
   * in the forward pass}, or {@code the gradient of} a parameter. Empty if no step was skipped.
   */
  default String overflow() {
    return "";
  }

  /** How products are computed, in words; empty where in single precision. */
  default String products() {
    return model().precision().words(model().device());
  }

  /**
   * What to add to a line about the training: {@link #products()}, and how many steps were skipped.
   * Begins with a comma where it is not empty.
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

  /** Seconds since the first step began. */
  double seconds();

  /** Tokens trained on per second so far. */
  double tokensPerSecond();

  /** Seconds that the remaining steps will take at the pace so far. */
  default double secondsLeft() {
    return step() == 0 ? Double.NaN : seconds() / step() * (plan().steps() - step());
  }

  /** Learning rate of the newest step; NaN before the first. */
  double learningRate();

  /** Histories of the recorded statistics of the heads so far, by name; entropy first. */
  Map<String, HeadHistory> histories();

  /** Head entropies so far. */
  default HeadHistory history() {
    return histories().getOrDefault(HeadQuantity.ENTROPY, HeadHistory.empty());
  }

  /**
   * Token ids of the newest step's batch, B x T row by row; of the first batch where gradients are
   * accumulated. Empty before the first step.
   */
  int[] batch();

  /**
   * Logits of {@link #batch()} by the model as it is now, computed when asked for.
   *
   * @param manager owner of the result
   * @return (B, T, V)
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

  /** One row a step, as {@link Run#metrics()} describes it; a copy. */
  Table metrics();

  /** Whether it still runs, and if not, how it ended. */
  RunStatus status();

  /** Why it ended before its last step; empty while it runs and where it finished. */
  String reason();

  /** The model that is being trained; reserved for this thread. */
  Gpt model();

  /** Ends the training after this step, as the interrupt button does. */
  void stop();
}
