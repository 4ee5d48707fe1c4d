package org.entroscope.training;

import ai.djl.Device;
import java.util.Map;
import java.util.Properties;
import org.entroscope.engine.IntraOpThreads;
import org.entroscope.model.Gpt;
import org.entroscope.runs.TrainingPlan;

/**
 * How many threads the operations of a training get: one where they are so small that waking a
 * second takes longer than its share of the work, otherwise as many as PyTorch has.
 */
final class StepThreads {

  /**
   * Multiplications in a product of a batch with a d x d matrix, B T d d, up to which one thread is
   * faster than two; tests/benchmarks/throughput.md has the figures.
   */
  static final long SMALL = 1 << 22;

  private StepThreads() {}

  /** Sets the number of threads of the calling thread's operations until closed. */
  static IntraOpThreads of(Gpt gpt, TrainingPlan plan) {
    long width = gpt.shape().hiddenSize();
    long multiplications = width * width * gpt.shape().context() * plan.batchSize();
    boolean cpu = gpt.device().equals(Device.cpu());
    boolean chosen = chosen(System.getenv(), System.getProperties());
    return cpu && !chosen && multiplications <= SMALL
        ? IntraOpThreads.limit(1)
        : IntraOpThreads.keep();
  }

  /** Whether somebody has said how many threads there shall be. */
  static boolean chosen(Map<String, String> environment, Properties properties) {
    return environment.containsKey("OMP_NUM_THREADS")
        || properties.containsKey("ai.djl.pytorch.num_threads");
  }
}
