package org.entroscope.privacy;

import org.entroscope.hub.OptionalPart;
import org.entroscope.privacy.mpc.InOneProcess;

/**
 * Runs and measures a real private inference of a small model between two parties on this machine.
 *
 * <p>It requires FRESCO, which is an optional dependency.
 */
public final class SecureInference {

  private SecureInference() {}

  /**
   * Executes a model on tokens. The client has the tokens' embeddings, and the server has the
   * weights.
   *
   * @return the result of the client: the logits at every position and the cost of every operation
   * @throws IllegalStateException if FRESCO is missing; the message says which libraries to add
   */
  public static SecureRun run(ModelWeights weights, int... tokens) {
    OptionalPart.FRESCO.require("private execution");
    return InOneProcess.run(weights, ClientInput.of(weights, tokens));
  }
}
