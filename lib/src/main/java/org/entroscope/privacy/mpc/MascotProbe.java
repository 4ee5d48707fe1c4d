package org.entroscope.privacy.mpc;

import org.entroscope.hub.OptionalPart;
import org.entroscope.privacy.OperationCost;

/**
 * Real MASCOT preprocessing between two parties in this process: how many bytes a triple and a
 * random bit take, to be held against {@link org.entroscope.privacy.MascotCost}, and one secure
 * multiplication made of nothing but secure material.
 */
public final class MascotProbe {

  private MascotProbe() {}

  /**
   * What a batch took at one party.
   *
   * @param count how many triples or bits
   * @param bytesSent bytes the party sent
   * @param seconds wall time
   */
  public record Batch(int count, long bytesSent, double seconds) {}

  /**
   * What was measured.
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
   * @param preprocessingBytesSent bytes that the client sent to make material, base transfers left
   *     out
   * @param seconds wall time, material included
   */
  public record Product(
      double product, OperationCost online, long preprocessingBytesSent, double seconds) {}

  /** Makes triples and random bits, and returns what that took the client. */
  public static Material material(int triples, int bits) {
    OptionalPart.FRESCO.require("private execution");
    return TwoThreads.run((role, line) -> MascotParty.material(role, line, triples, bits)).client();
  }

  /** Multiplies a secret of the client by one of the server. */
  public static Product multiply(double clients, double servers) {
    OptionalPart.FRESCO.require("private execution");
    return TwoThreads.run(
            (role, line, second) -> MascotParty.multiply(role, line, second, clients, servers))
        .client();
  }
}
