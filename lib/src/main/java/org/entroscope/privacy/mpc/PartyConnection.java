package org.entroscope.privacy.mpc;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends and receives framed messages over a socket to the other party.
 *
 * <p>A separate thread writes, so that two parties that send much data at the same time do not
 * block each other. When it has no data to write, it sends heartbeats, so that a party that
 * computes for a long time can be distinguished from a lost one.
 */
final class PartyConnection implements AutoCloseable {

  /** The number of bytes before every message. */
  static final int FRAME = Integer.BYTES;

  private static final int SIGN_OF_LIFE = -1;

  /**
   * The largest accepted message, more than a batch of {@link PartyExecution#BATCH} opened numbers.
   */
  private static final int LARGEST_MESSAGE = 1 << 26;

  private static final long PULSE_MILLIS = 500;
  private static final long CLOSING_MILLIS = 1000;
  private static final byte[] HANG_UP = {};

  private final Socket socket;
  private final String peer;
  private final Duration patience;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final LinkedBlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile IOException writeFailure;

  /**
   * Takes over a connected socket.
   *
   * @param peer the other party's name for messages
   * @param patience how long the other party may be silent
   */
  PartyConnection(Socket socket, String peer, Duration patience) {
    this.socket = socket;
    this.peer = peer;
    this.patience = patience;
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    } catch (IOException e) {
      throw new PartyException("the connection to " + peer + " broke at once", e);
    }
    writer = new Thread(this::write, "entroscope-line-writer");
    writer.setDaemon(true);
    writer.start();
  }

  /** Queues a message for sending. */
  void send(byte[] message) {
    if (writeFailure != null) {
      throw new PartyException(lost("the connection broke while sending"), writeFailure);
    }
    outgoing.add(message);
  }

  /** Waits for the next message. */
  byte[] receive() {
    try {
      int length = in.readInt();
      while (length == SIGN_OF_LIFE) {
        if (Thread.currentThread().isInterrupted()) {
          throw new PartyException("interrupted");
        }
        length = in.readInt();
      }
      if (length < 0 || length > LARGEST_MESSAGE) {
        throw new PartyException(
            peer + " announced a message of " + length + " bytes: it is no Entroscope party");
      }
      byte[] message = in.readNBytes(length); // allocates memory only as the bytes arrive
      if (message.length < length) {
        throw new EOFException();
      }
      return message;
    } catch (SocketTimeoutException e) {
      throw new PartyException(
          lost("it gave no sign of life for " + patience.toSeconds() + " s"), e);
    } catch (EOFException e) {
      throw new PartyException(lost("it closed the connection"), e);
    } catch (IOException e) {
      throw new PartyException(lost("the connection broke"), e);
    }
  }

  private String lost(String how) {
    return "lost " + peer + ": " + how + ". Its own message says why; start both parties again";
  }

  private void write() {
    long pulse = Math.max(1, Math.min(PULSE_MILLIS, patience.toMillis() / 5));
    try {
      byte[] message = outgoing.poll(pulse, TimeUnit.MILLISECONDS);
      while (message != HANG_UP) {
        if (message == null) {
          out.writeInt(SIGN_OF_LIFE);
        } else {
          out.writeInt(message.length);
          out.write(message);
        }
        out.flush();
        message = outgoing.poll(pulse, TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      writeFailure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the queued messages and closes the connection. */
  @Override
  public void close() {
    outgoing.add(HANG_UP);
    try {
      writer.join(CLOSING_MILLIS);
      socket.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // the connection is closed anyway
    }
  }
}
