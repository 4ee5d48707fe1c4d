package org.entroscope.privacy.mpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * Connects two parties. Before they send anything else, they check with a {@link Greeting} that
 * they are about to compute the same thing.
 */
final class Rendezvous {

  /** The time that a party waits for the other one. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final int CONNECTIONS = 64;
  private static final long RETRY_MILLIS = 100;

  private Rendezvous() {}

  /** Opens the server's port. */
  static ServerSocket listen(Endpoint endpoint) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(
          new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()),
          CONNECTIONS);
      return server;
    } catch (IOException e) {
      throw new PartyException(
          "the server cannot listen on " + endpoint + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the client at an open port and then closes the port.
   *
   * @param facts the facts about the computation; the client must have the same
   */
  static PartyConnection accept(ServerSocket server, String facts, Duration patience) {
    try (server) {
      Socket client = new Reception(server, Greeting.of(Role.SERVER, facts), patience).client();
      return new PartyConnection(client, "the client", patience);
    } catch (IOException e) {
      throw new PartyException("the server cannot accept the client: " + e.getMessage(), e);
    }
  }

  /**
   * Connects to the server and retries until the time limit.
   *
   * @param facts the facts about the computation; the server must have the same
   */
  static PartyConnection connect(Endpoint endpoint, String facts, Duration patience) {
    Socket socket = connected(endpoint, patience);
    String server = "the server at " + endpoint;
    try {
      Greeting greeting = Greeting.of(Role.CLIENT, facts);
      greeting.send(socket);
      greeting.check(Greeting.receive(socket, server, Greeting.DEADLINE));
      return new PartyConnection(socket, server, patience);
    } catch (PartyException e) {
      close(socket);
      throw e;
    }
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // the connection is closed anyway
    }
  }

  private static Socket connected(Endpoint endpoint, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Socket socket = new Socket();
      try {
        long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
        socket.connect(endpoint.address(), (int) left);
        return socket;
      } catch (IOException e) {
        if (System.nanoTime() >= deadline) {
          throw new PartyException(
              "no server answers at "
                  + endpoint
                  + " within "
                  + patience.toSeconds()
                  + " s: is it started, and with this port?",
              e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartyException("interrupted while waiting for the other party", e);
    }
  }
}
