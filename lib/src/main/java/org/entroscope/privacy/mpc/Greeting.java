package org.entroscope.privacy.mpc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.entroscope.files.Sha256;

/**
 * The first message of a party: its role and a SHA-256 of the public facts (architecture, shape,
 * number of tokens, arithmetic). It has a fixed length, so that no more is read from an unknown
 * sender, and it must be complete within {@link #DEADLINE}.
 */
record Greeting(Role role, String facts, byte[] digest) {

  /** The time limit for the other party's greeting. */
  static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final byte[] MAGIC = "ENTROSCOPE-2PC-2".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = MAGIC.length + 1 + 256 / Byte.SIZE;

  static Greeting of(Role role, String facts) {
    byte[] bytes = facts.getBytes(StandardCharsets.UTF_8);
    return new Greeting(role, facts, Sha256.digest().digest(bytes));
  }

  void send(Socket socket) {
    byte[] message = Arrays.copyOf(MAGIC, LENGTH);
    message[MAGIC.length] = (byte) role.id();
    System.arraycopy(digest, 0, message, MAGIC.length + 1, digest.length);
    try {
      socket.getOutputStream().write(message);
    } catch (IOException e) {
      throw new PartyException("the other party hung up before it was greeted", e);
    }
  }

  /**
   * Waits for the other party's greeting.
   *
   * @param peer the other party's name for messages
   * @param patience the time limit for the whole greeting
   * @throws PartyException if the received data are not a greeting, or arrive too late
   */
  static byte[] receive(Socket socket, String peer, Duration patience) {
    byte[] message = new byte[LENGTH];
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      InputStream in = socket.getInputStream();
      for (int have = 0; have < LENGTH; ) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) left);
        int more = in.read(message, have, LENGTH - have);
        if (more < 0) {
          throw new EOFException();
        }
        have += more;
        int known = Math.min(have, MAGIC.length);
        if (!Arrays.equals(message, 0, known, MAGIC, 0, known)) {
          throw new PartyException(
              peer + " is no Entroscope party of this version: is it the right port?");
        }
      }
    } catch (SocketTimeoutException e) {
      throw new PartyException(
          peer + " did not greet within " + patience.toSeconds() + " s: is it the right port?", e);
    } catch (IOException e) {
      throw new PartyException(
          peer + " hung up before it greeted: its own message says why, or it has another client",
          e);
    }
    return message;
  }

  /** Rejects a party that has the same role or another computation. */
  void check(byte[] theirs) {
    if (theirs[MAGIC.length] != role.other().id()) {
      throw new PartyException(
          "both parties say they are the " + role + ": one must be the " + role.other());
    }
    byte[] theirDigest = Arrays.copyOfRange(theirs, MAGIC.length + 1, LENGTH);
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

  private static String shortened(byte[] digest) {
    return "SHA-256 " + HexFormat.of().formatHex(digest, 0, 4);
  }
}
