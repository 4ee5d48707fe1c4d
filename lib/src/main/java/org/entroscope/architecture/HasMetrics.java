package org.entroscope.architecture;

import tech.tablesaw.api.Table;

/** A training whose loss can be drawn. */
public interface HasMetrics extends Named {

  /** One row a step, with the columns step, loss and evaluationLoss (nats per token). */
  Table metrics();
}
