package org.entroscope.privacy;

import org.entroscope.hub.OptionalPart;
import org.entroscope.privacy.mpc.InOneProcess;

/**
 * A real private inference of a small model between two parties on this machine, measured.
 *
 * <p>Needs FRESCO, which is not among the library's own dependencies.
 */
public final class SecureInference {

  private SecureInference() {}

  /**
   * Executes a model on tokens: a client with the tokens' embeddings, a server with the weights.
   *
   * @return what the client saw: logits at every position, and the cost of every operation
   * @throws IllegalStateException if FRESCO is missing; the message names what to add
   */
  public static SecureRun run(ModelWeights weights, int... tokens) {
    OptionalPart.FRESCO.require("private execution");
    return InOneProcess.run(weights, ClientInput.of(weights, tokens));
  }
}
