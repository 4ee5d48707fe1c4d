package org.entroscope.privacy.mpc;

import org.entroscope.hub.OptionalPart;
import org.entroscope.privacy.OperationCost;

/**
 * Runs real MASCOT preprocessing between two parties in this process. It measures the bytes of a
 * triple and a random bit, to be compared with {@link org.entroscope.privacy.MascotCost}, and
 * performs one multiplication that uses only secure material.
 */
public final class MascotProbe {

  private MascotProbe() {}

  /**
   * The cost of a batch at one party.
   *
   * @param count the number of triples or bits
   * @param bytesSent the bytes that the party sent
   * @param seconds the elapsed time in seconds
   */
  public record Batch(int count, long bytesSent, double seconds) {}

  /**
   * The measured costs.
   *
   * @param triples a batch of triples
   * @param bits a batch of random bits
   */
  public record Material(Batch triples, Batch bits) {}

  /**
   * A fixed-point product computed with MASCOT's material.
   *
   * @param product the opened product
   * @param online the online cost
   * @param preprocessingBytesSent the bytes that the client sent to produce material, without base
   *     transfers
   * @param seconds the elapsed time in seconds, including the production of material
   */
  public record Product(
      double product, OperationCost online, long preprocessingBytesSent, double seconds) {}

  /** Produces triples and random bits and returns the cost at the client. */
  public static Material material(int triples, int bits) {
    OptionalPart.FRESCO.require("private execution");
    return TwoThreads.run((role, line) -> MascotParty.material(role, line, triples, bits)).client();
  }

  /** Multiplies a secret number of the client by a secret number of the server. */
  public static Product multiply(double clients, double servers) {
    OptionalPart.FRESCO.require("private execution");
    return TwoThreads.run(
            (role, line, second) -> MascotParty.multiply(role, line, second, clients, servers))
        .client();
  }
}
