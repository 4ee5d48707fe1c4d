package org.entroscope.privacy;

import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * The predicted cost of one private forward pass.
 *
 * @param architecture the architecture
 * @param shape its sizes
 * @param network the name of the network
 * @param gigabytes communication of both directions, in units of 10^9 bytes
 * @param minutes latency
 */
public record CostPrediction(
    Architecture architecture,
    ModelShape shape,
    String network,
    Estimate gigabytes,
    Estimate minutes) {

  /** Returns the prediction as one line of text. */
  @Override
  public String toString() {
    return "%s, %s: %s GB, %s min (%s)".formatted(architecture, shape, gigabytes, minutes, network);
  }
}
