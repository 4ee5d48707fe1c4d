package org.entroscope.sweep;

import java.io.IOException;
import org.entroscope.runs.Storage;

/** Where the experiments of a sweep are trained. */
public abstract sealed class SweepRunner permits LocalSweep, SparkSweep {

  /**
   * The folder of a sweep as this runner sees it.
   *
   * @param folder a path or URI; null where none was chosen
   */
  abstract Storage storage(String folder) throws IOException;

  /**
   * Trains; every experiment leaves a result or a failure in the store. Comes back early if the
   * thread is interrupted, and consumes the interrupt.
   */
  abstract void train(SweepJob job) throws IOException;
}
