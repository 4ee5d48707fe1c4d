package org.entroscope.architecture;

import tech.tablesaw.api.Table;

/** A training run whose loss can be plotted. */
public interface HasMetrics extends Named {

  /**
   * Returns a table with one row per step and the columns step, loss and evaluationLoss (nats per
   * token).
   */
  Table metrics();
}
