/**
 * Many experiments, in this JVM or on Apache Spark, and the statistics of what they found.
 *
 * <p>A {@link org.entroscope.sweep.Sweep} describes experiments as data; a {@link
 * org.entroscope.sweep.SweepRunner} trains those that its folder does not hold yet; a {@link
 * org.entroscope.sweep.SweepResult} makes tables of them: means and intervals over seeds, paired
 * differences, agreement with a published order.
 */
package org.entroscope.sweep;
