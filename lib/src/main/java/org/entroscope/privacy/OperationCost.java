package org.entroscope.privacy;

/**
 * The cost of one operation of a private execution, as one party measured it.
 *
 * @param layer the layer, or -1 outside the blocks
 * @param operation the name of the operation, for example "softmax" or "LayerNorm"
 * @param bytesSent the bytes that this party sent, framing included
 * @param bytesReceived the bytes that this party received, framing included
 * @param rounds how often this party sent data and then waited for an answer
 * @param seconds the elapsed time in seconds
 * @param triples the number of multiplication triples used
 * @param randomBits the number of shared random bits used
 * @param inputMasks the number of input masks used
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

  /** Returns the bytes of both directions. */
  public long bytes() {
    return bytesSent + bytesReceived;
  }

  /** Returns the sum of two costs with this one's name. */
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
