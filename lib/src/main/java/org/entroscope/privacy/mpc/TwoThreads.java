package org.entroscope.privacy.mpc;

import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Both parties as threads of this process, which talk over the loopback interface all the same. */
final class TwoThreads {

  private TwoThreads() {}

  /** A party's work over one line. */
  interface Work<T> {
    T run(Role role, Line line);
  }

  /** A party's work over two lines. */
  interface TwoLineWork<T> {
    T run(Role role, Line first, Line second);
  }

  /** What the two parties came to. */
  record Results<T>(T client, T server) {}

  static <T> Results<T> run(Work<T> work) {
    return run((role, first, second) -> work.run(role, first));
  }

  static <T> Results<T> run(TwoLineWork<T> work) {
    ServerSocket first = Rendezvous.listen(Endpoint.loopback(0));
    ServerSocket second = Rendezvous.listen(Endpoint.loopback(0));
    ExecutorService threads = Executors.newFixedThreadPool(2, TwoThreads::daemon);
    try {
      CompletableFuture<T> server =
          CompletableFuture.supplyAsync(
              () -> {
                try (Line one = Rendezvous.accept(first, Rendezvous.PATIENCE);
                    Line two = Rendezvous.accept(second, Rendezvous.PATIENCE)) {
                  return work.run(Role.SERVER, one, two);
                }
              },
              threads);
      CompletableFuture<T> client =
          CompletableFuture.supplyAsync(
              () -> {
                try (Line one = connect(first);
                    Line two = connect(second)) {
                  return work.run(Role.CLIENT, one, two);
                }
              },
              threads);
      return new Results<>(client.join(), server.join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof PartyException known
          ? known
          : new PartyException("the execution failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Line connect(ServerSocket server) {
    return Rendezvous.connect(Endpoint.loopback(server.getLocalPort()), Rendezvous.PATIENCE);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "entroscope-party");
    thread.setDaemon(true);
    return thread;
  }
}
