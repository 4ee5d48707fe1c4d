/**
 * Statistics of attention heads as plain values, first of all their entropy. A {@link
 * org.entroscope.statistics.HeadValues} contains the values of one moment, a {@link
 * org.entroscope.statistics.HeadHistory} those of a whole training run; {@link
 * org.entroscope.statistics.HeadDistribution} and {@link org.entroscope.statistics.Diagnosis}
 * assess them.
 *
 * <p>All logarithms are natural, so entropies are in nats. Layers and heads count from 0.
 */
package org.entroscope.statistics;
