package org.entroscope.privacy;

/**
 * What one operation of a private execution took, as seen by one party.
 *
 * @param layer the layer, or -1 outside the blocks
 * @param operation "softmax", "LayerNorm", ...
 * @param bytesSent bytes this party put on the wire, framing included
 * @param bytesReceived bytes this party took from the wire
 * @param rounds how often this party waited for an answer to what it sent
 * @param seconds wall time
 * @param triples multiplication triples used up
 * @param randomBits shared random bits used up
 * @param inputMasks input masks used up
 */
public record OperationCost(
    int layer,
    String operation,
    long bytesSent,
    long bytesReceived,
    long rounds,
    double seconds,
    long triples,
    long randomBits,
    long inputMasks) {

  /** Bytes of both directions. */
  public long bytes() {
    return bytesSent + bytesReceived;
  }

  /** The sum of two costs, under this one's name. */
  OperationCost plus(OperationCost other) {
    return new OperationCost(
        layer == other.layer ? layer : -1,
        operation,
        bytesSent + other.bytesSent,
        bytesReceived + other.bytesReceived,
        rounds + other.rounds,
        seconds + other.seconds,
        triples + other.triples,
        randomBits + other.randomBits,
        inputMasks + other.inputMasks);
  }
}
