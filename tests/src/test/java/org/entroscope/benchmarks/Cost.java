package org.entroscope.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The time of a training step in milliseconds.
 *
 * @param processor processor time of all threads of the process
 * @param elapsed wall-clock time
 */
record Cost(double processor, double elapsed) {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Returns the present readings of both clocks, from which {@link #since} measures. */
  static Cost soFar() {
    return new Cost(SYSTEM.getProcessCpuTime() / 1e6, System.nanoTime() / 1e6);
  }

  /**
   * Returns the time per step since a reading.
   *
   * @param then the reading before the first step
   * @param steps the number of steps since then
   */
  static Cost since(Cost then, int steps) {
    Cost now = soFar();
    return new Cost((now.processor - then.processor) / steps, (now.elapsed - then.elapsed) / steps);
  }

  static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
    return median(costs.stream().mapToDouble(part).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
