package org.entroscope.sweep;

import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Runs the driver of a sweep in a separate process, so that it can be killed. */
public final class SparkDriver {

  private SparkDriver() {}

  /**
   * Runs {@link SparkClusterIT#sweep} in the folder given as the first argument. The remaining
   * arguments are pairs of names and values for the settings of the session.
   */
  public static void main(String[] arguments) throws IOException {
    SparkConf settings = new SparkConf();
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      settings.set(arguments[i], arguments[i + 1]);
    }
    try (SparkSession session = SparkSession.builder().config(settings).getOrCreate()) {
      SparkClusterIT.sweep().into(arguments[0]).run(Sweep.spark(session));
    }
  }
}
