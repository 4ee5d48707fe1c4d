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
 * <p>The protocol is SPDZ: a party that deviates is found out. Its preprocessing is not: triples
 * and random bits come from FRESCO's test dealer, from which each party could compute the other's
 * secrets. That dealer is good for measuring the online phase and for nothing else, and every
 * {@link SecureRun} says so.
 */
public final class Party {

  /** What every run with the test dealer says. */
  public static final String INSECURE_DEALER = "FRESCO's test dealer (INSECURE: measuring only)";

  private Party() {}

  /**
   * Runs the server: waits for the client on an endpoint, computes, and learns nothing.
   *
   * @param tokens how many tokens the client will send; public
   * @throws PartyException if no client comes, it is lost, or it wants to compute something else
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
   * Runs the client: connects to the server, computes, and learns the logits.
   *
   * @throws PartyException if no server answers, it is lost, or it wants to compute something else
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

  /** The public facts on which both parties must agree. */
  static String facts(Architecture architecture, ModelShape shape, int tokens) {
    return "%s; %s; %d tokens; %s".formatted(architecture, shape, tokens, Arithmetic.facts());
  }
}
