package org.entroscope.privacy;

import org.entroscope.privacy.mpc.InOneProcess;

/**
 * A real private inference of a small model between two parties on this machine, measured.
 *
 * <p>Needs FRESCO, which is not among the library's own dependencies.
 */
public final class SecureInference {

  private static final String PROBE = "dk.alexandra.fresco.suite.spdz.SpdzProtocolSuite";
  private static final String FIXED_PROBE = "dk.alexandra.fresco.lib.fixed.FixedNumeric";

  private SecureInference() {}

  /**
   * Executes a model on tokens: a client with the tokens' embeddings, a server with the weights.
   *
   * @return what the client saw: logits at every position, and the cost of every operation
   * @throws IllegalStateException if FRESCO is missing; the message names what to add
   */
  public static SecureRun run(ModelWeights weights, int... tokens) {
    requireFresco();
    return InOneProcess.run(weights, ClientInput.of(weights, tokens));
  }

  /** Throws unless FRESCO is there. */
  static void requireFresco() {
    try {
      Class.forName(PROBE, false, SecureInference.class.getClassLoader());
      Class.forName(FIXED_PROBE, false, SecureInference.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "private execution needs FRESCO: add dk.alexandra.fresco:spdz:1.3.4,"
              + " dk.alexandra.fresco:core:1.3.8, dk.alexandra.fresco:common:1.3.8 and"
              + " dk.alexandra.fresco:fixed:1.3.8 to the class path",
          e);
    }
  }
}
