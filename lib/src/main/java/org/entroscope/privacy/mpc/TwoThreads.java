package org.entroscope.privacy.mpc;

import java.net.ServerSocket;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs both parties as threads of this process that communicate over the loopback interface. */
final class TwoThreads {

  private TwoThreads() {}

  /** A party's work with one connection. */
  interface Work<T> {
    T run(Role role, PartyConnection line);
  }

  /** A party's work with two connections. */
  interface TwoLineWork<T> {
    T run(Role role, PartyConnection first, PartyConnection second);
  }

  /** The results of the two parties. */
  record Results<T>(T client, T server) {}

  static <T> Results<T> run(Work<T> work) {
    return run((role, first, second) -> work.run(role, first));
  }

  /**
   * Runs both parties. An interrupt of the caller interrupts both.
   *
   * @throws CancellationException if the thread was interrupted; the interrupt status is cleared
   */
  static <T> Results<T> run(TwoLineWork<T> work) {
    String facts = "two threads, " + UUID.randomUUID(); // an identifier that no other process knows
    ServerSocket first = Rendezvous.listen(Endpoint.loopback(0));
    ServerSocket second = Rendezvous.listen(Endpoint.loopback(0));
    ExecutorService threads = Executors.newFixedThreadPool(2, TwoThreads::daemon);
    try {
      CompletableFuture<T> server =
          CompletableFuture.supplyAsync(
              () -> {
                try (PartyConnection one = Rendezvous.accept(first, facts, Rendezvous.PATIENCE);
                    PartyConnection two = Rendezvous.accept(second, facts, Rendezvous.PATIENCE)) {
                  return work.run(Role.SERVER, one, two);
                }
              },
              threads);
      CompletableFuture<T> client =
          CompletableFuture.supplyAsync(
              () -> {
                try (PartyConnection one = connect(first, facts);
                    PartyConnection two = connect(second, facts)) {
                  return work.run(Role.CLIENT, one, two);
                }
              },
              threads);
      // if one party fails, it closes the connection and the other one fails too; both reasons are
      // reported
      Throwable failed = client.handle((result, failure) -> failure).get();
      Throwable failedToo = server.handle((result, failure) -> failure).get();
      if (failed != null || failedToo != null) {
        throw new PartyException(
            "the execution failed; client: " + reason(failed) + "; server: " + reason(failedToo),
            failed == null ? failedToo : failed);
      }
      return new Results<>(client.get(), server.get());
    } catch (InterruptedException e) {
      throw new CancellationException("the private execution was interrupted");
    } catch (ExecutionException e) {
      throw new PartyException("the execution failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static String reason(Throwable failure) {
    if (failure == null) {
      return "none";
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof PartyException ? cause.getMessage() : cause.toString();
  }

  private static PartyConnection connect(ServerSocket server, String facts) {
    return Rendezvous.connect(Endpoint.loopback(server.getLocalPort()), facts, Rendezvous.PATIENCE);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "entroscope-party");
    thread.setDaemon(true);
    return thread;
  }
}
