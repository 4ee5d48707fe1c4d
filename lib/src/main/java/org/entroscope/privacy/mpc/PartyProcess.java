package org.entroscope.privacy.mpc;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Reason;
import org.entroscope.hub.OptionalPart;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;

/**
 * Runs one party as a separate process.
 *
 * <pre>
 * server [host:]port weights.json tokens   prints the port, then the cost of every operation
 * client [host:]port input.json            prints the logits, one line of JSON per token
 * </pre>
 *
 * <p>Without a host the server listens on the loopback interface only. Port 0 takes a free port.
 * The exit status is 0, or 1 after an error, which is explained in one line.
 */
public final class PartyProcess {

  private static final String USAGE =
      "usage: server [host:]port weights.json tokens | client [host:]port input.json";

  private PartyProcess() {}

  /** Runs a party; see the class for the arguments. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      OptionalPart.FRESCO.require("private execution");
      if (arguments.length == 4 && arguments[0].equals("server")) {
        serve(arguments, out);
      } else if (arguments.length == 3 && arguments[0].equals("client")) {
        ask(arguments, out);
      } else {
        throw new IllegalArgumentException(USAGE);
      }
      return 0;
    } catch (IOException | RuntimeException e) {
      err.println("error: " + Reason.withFile(e));
    } catch (OutOfMemoryError e) {
      err.println("error: this party's files and its model need more memory; raise -Xmx");
    }
    return 1;
  }

  private static void serve(String[] arguments, PrintStream out) throws IOException {
    Endpoint endpoint = Endpoint.of(arguments[1]);
    ModelWeights weights = ModelWeights.read(Path.of(arguments[2]));
    int tokens = tokens(arguments[3], weights.shape());
    ServerSocket socket = Rendezvous.listen(endpoint);
    out.println("listening on " + endpoint.host() + ":" + socket.getLocalPort());
    out.flush();
    var run = Party.serve(socket, weights, tokens, Rendezvous.PATIENCE);
    out.println(run.operationTable().printAll());
  }

  private static int tokens(String text, ModelShape shape) {
    try {
      int tokens = Integer.parseInt(text);
      if (tokens >= 1 && tokens <= shape.context()) {
        return tokens;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "the number of tokens must lie in 1 to %d, which '%s' does not"
            .formatted(shape.context(), text));
  }

  private static void ask(String[] arguments, PrintStream out) throws IOException {
    Endpoint endpoint = Endpoint.of(arguments[1]);
    ClientInput input = ClientInput.read(Path.of(arguments[2]));
    ObjectMapper json = new ObjectMapper();
    for (double[] row : Party.ask(endpoint, input).logits()) {
      out.println(json.writeValueAsString(row));
    }
  }
}
