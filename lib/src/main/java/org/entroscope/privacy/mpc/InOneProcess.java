package org.entroscope.privacy.mpc;

import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;
import org.entroscope.privacy.SecureRun;

/** Both parties as threads of this process, which talk over the loopback interface all the same. */
public final class InOneProcess {

  private InOneProcess() {}

  /**
   * Runs both parties and returns what the client saw.
   *
   * @throws PartyException if the execution failed
   */
  public static SecureRun run(ModelWeights weights, ClientInput input) {
    ExecutorService server =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "entroscope-server-party");
              thread.setDaemon(true);
              return thread;
            });
    try {
      ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
      CompletableFuture<SecureRun> served =
          CompletableFuture.supplyAsync(
              () -> Party.serve(socket, weights, input.tokens(), Rendezvous.PATIENCE), server);
      SecureRun run = Party.ask(Endpoint.loopback(socket.getLocalPort()), input);
      try {
        served.join();
      } catch (CompletionException e) {
        throw new PartyException("the server's side: " + e.getCause().getMessage(), e);
      }
      return run;
    } finally {
      server.shutdown();
    }
  }
}
