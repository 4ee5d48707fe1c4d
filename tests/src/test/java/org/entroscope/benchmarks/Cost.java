package org.entroscope.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a step took.
 *
 * @param processor milliseconds of processor time, of all threads of its process
 * @param elapsed milliseconds that passed
 */
record Cost(double processor, double elapsed) {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** What this process has taken, since points of time that nobody asks for. */
  static Cost soFar() {
    return new Cost(SYSTEM.getProcessCpuTime() / 1e6, System.nanoTime() / 1e6);
  }

  /** What this process has taken since then, for each of some steps. */
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
