/**
 * What is measured, and how it is judged: statistics of attention heads as plain values, entropy
 * first. A {@link org.entroscope.statistics.HeadValues} holds one moment, a {@link
 * org.entroscope.statistics.HeadHistory} a training; {@link
 * org.entroscope.statistics.HeadDistribution} and {@link org.entroscope.statistics.Diagnosis} judge
 * them.
 *
 * <p>All logarithms are natural, so entropies are in nats. Layers and heads count from 0.
 */
package org.entroscope.statistics;
