package org.entroscope.privacy.mpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How two parties find each other and make sure that they are about to compute the same thing.
 *
 * <p>Before anything secret is sent, each party sends who it is and a SHA-256 of the public facts:
 * architecture, shape, number of tokens, arithmetic. A party that hears something else stops.
 */
final class Rendezvous {

  /** How long a party waits for the other one. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final byte[] MAGIC = "ENTROSCOPE-2PC-1".getBytes(StandardCharsets.US_ASCII);
  private static final long RETRY_MILLIS = 100;

  private Rendezvous() {}

  /** Opens the server's port. */
  static ServerSocket listen(Endpoint endpoint) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(
          new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()), 1);
      return server;
    } catch (IOException e) {
      throw new PartyException(
          "the server cannot listen on " + endpoint + ": " + e.getMessage(), e);
    }
  }

  /** Waits for the client at an open port, which is closed then. */
  static Line accept(ServerSocket server, Duration patience) {
    try (server) {
      server.setSoTimeout((int) patience.toMillis());
      return new Line(server.accept(), "the client", patience);
    } catch (SocketTimeoutException e) {
      throw new PartyException(
          "no client came to port "
              + server.getLocalPort()
              + " within "
              + patience.toSeconds()
              + " s: is it started, and with this port?",
          e);
    } catch (IOException e) {
      throw new PartyException("the server cannot accept the client: " + e.getMessage(), e);
    }
  }

  /** Connects to the server, trying again until patience ends. */
  static Line connect(Endpoint endpoint, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Socket socket = new Socket();
      try {
        long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
        socket.connect(endpoint.address(), (int) left);
        return new Line(socket, "the server at " + endpoint, patience);
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

  /** Exchanges who is who and what is to be computed; throws if the two do not agree. */
  static void agree(Line line, Role role, String facts) {
    byte[] digest = digest(facts);
    byte[] mine = Arrays.copyOf(MAGIC, MAGIC.length + 1 + digest.length);
    mine[MAGIC.length] = (byte) role.id();
    System.arraycopy(digest, 0, mine, MAGIC.length + 1, digest.length);
    line.send(mine);
    byte[] theirs = line.receive();
    if (theirs.length != mine.length
        || !Arrays.equals(theirs, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new PartyException(
          "what answers the " + role + " is no Entroscope party of this version: wrong port?");
    }
    if (theirs[MAGIC.length] != role.other().id()) {
      throw new PartyException(
          "both parties say they are the " + role + ": one must be the " + role.other());
    }
    byte[] theirDigest = Arrays.copyOfRange(theirs, MAGIC.length + 1, theirs.length);
    if (!MessageDigest.isEqual(digest, theirDigest)) {
      throw new PartyException(
          "the parties are about to compute different things: the "
              + role
              + " has '"
              + facts
              + "' ("
              + shortened(digest)
              + "), the "
              + role.other()
              + " has something else ("
              + shortened(theirDigest)
              + "). Architecture, shape, number of tokens and arithmetic must be the same");
    }
  }

  private static byte[] digest(String facts) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(facts.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static String shortened(byte[] digest) {
    return "SHA-256 " + HexFormat.of().formatHex(digest, 0, 4);
  }
}
