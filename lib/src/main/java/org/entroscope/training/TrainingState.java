package org.entroscope.training;

import org.entroscope.architecture.Architecture;
import org.entroscope.entropy.EntropyHistory;
import org.entroscope.model.Gpt;
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

  /** Euclidean norm of the newest step's gradient, before clipping. */
  double gradientNorm();

  /** Seconds since the first step began. */
  double seconds();

  /** Tokens trained on per second so far. */
  double tokensPerSecond();

  /** Seconds that the remaining steps will take at the pace so far. */
  default double secondsLeft() {
    return step() == 0 ? Double.NaN : seconds() / step() * (plan().steps() - step());
  }

  /** Entropy maps so far. */
  EntropyHistory history();

  /** One row a step, as {@link Run#metrics()} describes it; a copy. */
  Table metrics();

  /** Whether it still runs, and if not, how it ended. */
  Run.Status status();

  /** Why it ended before its last step; empty while it runs and where it finished. */
  String reason();

  /** The model that is being trained; reserved for this thread. */
  Gpt model();

  /** Ends the training after this step, as the interrupt button does. */
  void stop();
}
