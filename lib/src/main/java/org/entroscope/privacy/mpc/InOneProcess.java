package org.entroscope.privacy.mpc;

import org.entroscope.hub.OptionalPart;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;
import org.entroscope.privacy.SecureRun;

/** Runs a whole private inference with both parties in this process. */
public final class InOneProcess {

  private InOneProcess() {}

  /**
   * Runs both parties and returns the result of the client.
   *
   * @throws PartyException if the execution failed
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public static SecureRun run(ModelWeights weights, ClientInput input) {
    OptionalPart.FRESCO.require("private execution");
    return TwoThreads.run(
            (role, line) ->
                role == Role.SERVER
                    ? Party.serve(line, weights, input.tokens())
                    : Party.ask(line, input))
        .client();
  }
}
