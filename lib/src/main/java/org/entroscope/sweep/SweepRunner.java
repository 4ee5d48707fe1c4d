package org.entroscope.sweep;

import java.io.IOException;
import org.entroscope.runs.Storage;

/** Trains the experiments of a sweep, in this JVM or on Spark. */
public abstract sealed class SweepRunner permits LocalSweep, SparkSweep {

  /**
   * Opens the folder of a sweep for this runner.
   *
   * @param folder a path or URI; null if none was chosen
   */
  abstract Storage storage(String folder) throws IOException;

  /**
   * Trains the missing experiments and writes a result or a failure for each to the store. Returns
   * early if the thread is interrupted, and consumes the interrupt.
   */
  abstract void train(SweepJob job) throws IOException;
}
