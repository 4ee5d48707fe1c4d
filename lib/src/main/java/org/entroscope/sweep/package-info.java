/**
 * Sweeps of many experiments, trained in this JVM or on Apache Spark, and statistics of their
 * results.
 *
 * <p>A {@link org.entroscope.sweep.Sweep} describes the experiments. A {@link
 * org.entroscope.sweep.SweepRunner} trains those that the folder does not contain yet. A {@link
 * org.entroscope.sweep.SweepResult} provides tables of the results: means and intervals over seeds,
 * paired differences, and agreement with a published order.
 */
package org.entroscope.sweep;
