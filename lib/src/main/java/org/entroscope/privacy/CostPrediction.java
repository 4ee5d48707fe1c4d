package org.entroscope.privacy;

import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * What one private forward pass is predicted to cost.
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

  /** One readable line. */
  @Override
  public String toString() {
    return "%s, %s: %s GB, %s min (%s)".formatted(architecture, shape, gigabytes, minutes, network);
  }
}
