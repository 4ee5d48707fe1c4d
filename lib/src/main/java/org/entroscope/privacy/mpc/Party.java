package org.entroscope.privacy.mpc;

import java.net.ServerSocket;
import java.time.Duration;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.hub.OptionalPart;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;
import org.entroscope.privacy.SecureRun;

/**
 * One of the two parties of a private inference, in this process.
 *
 * <p>The protocol is SPDZ, which detects a party that deviates from it. The preprocessing is not
 * secure: triples and random bits come from FRESCO's test dealer, from which each party could
 * compute the other's secrets. The dealer is suitable only for measuring the online phase, and
 * every {@link SecureRun} says so.
 */
public final class Party {

  /** The description of the test dealer in every run. */
  public static final String INSECURE_DEALER = "FRESCO's test dealer (INSECURE: measuring only)";

  private Party() {}

  /**
   * Runs the server, which waits for the client on an endpoint, computes, and learns nothing.
   *
   * @param tokens the number of the client's tokens, which is public
   * @throws PartyException if no client connects, the connection is lost, or the client has another
   *     computation
   */
  public static SecureRun serve(Endpoint endpoint, ModelWeights weights, int tokens) {
    OptionalPart.FRESCO.require("private execution");
    return serve(Rendezvous.listen(endpoint), weights, tokens, Rendezvous.PATIENCE);
  }

  static SecureRun serve(ServerSocket socket, ModelWeights weights, int tokens, Duration patience) {
    String facts = facts(weights.architecture(), weights.shape(), tokens);
    try (PartyConnection line = Rendezvous.accept(socket, facts, patience)) {
      return serve(line, weights, tokens);
    }
  }

  static SecureRun serve(PartyConnection line, ModelWeights weights, int tokens) {
    return run(line, Role.SERVER, weights.architecture(), weights.shape(), tokens, weights, null);
  }

  /**
   * Runs the client, which connects to the server, computes, and learns the logits.
   *
   * @throws PartyException if no server answers, the connection is lost, or the server has another
   *     computation
   */
  public static SecureRun ask(Endpoint endpoint, ClientInput input) {
    OptionalPart.FRESCO.require("private execution");
    return ask(endpoint, input, Rendezvous.PATIENCE);
  }

  static SecureRun ask(Endpoint endpoint, ClientInput input, Duration patience) {
    String facts = facts(input.architecture(), input.shape(), input.tokens());
    try (PartyConnection line = Rendezvous.connect(endpoint, facts, patience)) {
      return ask(line, input);
    }
  }

  static SecureRun ask(PartyConnection line, ClientInput input) {
    return run(
        line,
        Role.CLIENT,
        input.architecture(),
        input.shape(),
        input.tokens(),
        null,
        input.embeddings());
  }

  private static SecureRun run(
      PartyConnection line,
      Role role,
      Architecture architecture,
      ModelShape shape,
      int tokens,
      ModelWeights weights,
      double[][] embeddings) {
    CountingNetwork network = new CountingNetwork(line, role);
    PartyExecution execution = new PartyExecution(role, network, TestDealer.of(role));
    SharedWeights shared = new SharedWeights(execution, architecture, shape, weights);
    SharedMatrix x =
        execution.step(
            -1,
            "sharing embeddings",
            SharedMatrix.input(embeddings, tokens, shape.hiddenSize(), Role.CLIENT));
    SecureModel model = new SecureModel(execution, architecture, shape, shared);
    double[][] logits = model.openToClient(model.logits(x), role);
    return new SecureRun(architecture, shape, INSECURE_DEALER, logits, execution.costs());
  }

  /** Returns the public facts on which both parties must agree. */
  static String facts(Architecture architecture, ModelShape shape, int tokens) {
    return "%s; %s; %d tokens; %s".formatted(architecture, shape, tokens, Arithmetic.facts());
  }
}
