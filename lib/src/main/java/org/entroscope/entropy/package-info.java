/**
 * What is measured, and how it is judged: the entropy of attention heads as plain values. An {@link
 * org.entroscope.entropy.HeadValues} holds one moment, an {@link
 * org.entroscope.entropy.HeadHistory} a training; {@link org.entroscope.entropy.HeadDistribution}
 * and {@link org.entroscope.entropy.Diagnosis} judge them.
 *
 * <p>All logarithms are natural, so entropies are in nats. Layers and heads count from 0.
 */
package org.entroscope.entropy;
