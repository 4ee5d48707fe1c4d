package org.entroscope.training;

import ai.djl.Device;
import java.util.Map;
import java.util.Properties;
import org.entroscope.engine.IntraOpThreads;
import org.entroscope.model.Gpt;
import org.entroscope.runs.TrainingPlan;

/**
 * Chooses the number of threads for the operations of a training: one if the operations are so
 * small that waking a second thread takes longer than its share of the work, otherwise PyTorch's
 * number of threads.
 */
final class StepThreads {

  /**
   * Multiplications in a product of a batch with a d x d matrix, B T d d, up to which one thread is
   * faster than two; see tests/benchmarks/throughput.md for the measurements.
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

  /** Returns whether the user has set the number of threads. */
  static boolean chosen(Map<String, String> environment, Properties properties) {
    return environment.containsKey("OMP_NUM_THREADS")
        || properties.containsKey("ai.djl.pytorch.num_threads");
  }
}
