package org.entroscope.privacy.mpc;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Identifies the client among all connections to a server. Every connection is greeted at once on a
 * separate thread, so that an unknown, silent connection does not delay the client. The first
 * connection with a valid greeting is the client; the others are closed.
 */
final class Reception {

  /**
   * The largest number of connections waiting for a greeting; if there are more, the oldest is
   * closed.
   */
  private static final int GUESTS = 32;

  private static final int ACCEPT_MILLIS = 100;

  private final ServerSocket server;
  private final Greeting greeting;
  private final Duration patience;
  private final Deque<Socket> guests = new ArrayDeque<>();
  private final BlockingQueue<Socket> clients = new LinkedBlockingQueue<>();
  private volatile String ending = ": is it started, and with this port?";

  Reception(ServerSocket server, Greeting greeting, Duration patience) {
    this.server = server;
    this.greeting = greeting;
    this.patience = patience;
  }

  /**
   * Waits for the client.
   *
   * @throws PartyException if it does not connect in time; the message says which connection was
   *     closed and why
   */
  Socket client() throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    Socket client = null;
    try {
      server.setSoTimeout(ACCEPT_MILLIS);
      while (client == null && System.nanoTime() < deadline) {
        accept();
        client = clients.poll();
        notInterrupted();
      }
      // a client that connected in time may still be sending its greeting
      for (long end = deadline + Greeting.DEADLINE.toNanos(); client == null && waiting(end); ) {
        client = clients.poll(ACCEPT_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      notInterrupted();
    } finally {
      dismissAllBut(client);
    }
    if (client == null) {
      throw new PartyException(
          "no client came to port %d within %d s%s"
              .formatted(server.getLocalPort(), patience.toSeconds(), ending));
    }
    return client;
  }

  private static void notInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PartyException("interrupted while waiting for the other party");
    }
  }

  private boolean waiting(long end) {
    synchronized (guests) {
      return !guests.isEmpty() && System.nanoTime() < end || !clients.isEmpty();
    }
  }

  private void accept() throws IOException {
    try {
      Socket guest = server.accept();
      synchronized (guests) {
        guests.add(guest);
        if (guests.size() > GUESTS) {
          Rendezvous.close(guests.remove());
        }
      }
      Thread thread = new Thread(() -> greet(guest), "entroscope-greeting");
      thread.setDaemon(true);
      thread.start();
    } catch (SocketTimeoutException e) {
      // no connection yet
    }
  }

  private void greet(Socket guest) {
    try {
      byte[] theirs = Greeting.receive(guest, "it", Greeting.DEADLINE);
      greeting.send(guest); // tells a client with another model why it is rejected
      greeting.check(theirs);
      clients.add(guest);
    } catch (PartyException e) {
      ending = "; what connected was dropped: " + e.getMessage();
      Rendezvous.close(guest);
    }
    synchronized (guests) {
      guests.remove(guest);
    }
  }

  private void dismissAllBut(Socket client) {
    synchronized (guests) {
      guests.stream().filter(guest -> guest != client).forEach(Rendezvous::close);
      guests.clear();
    }
    for (Socket late = clients.poll(); late != null; late = clients.poll()) {
      if (late != client) {
        Rendezvous.close(late);
      }
    }
  }
}
