package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.List;
import org.zeromq.ZMQ;

/** Reads whole messages of ZeroMQ, however many frames they have. */
final class Frames {

  private static final long MOST_BYTES = 64L << 20;
  private static final int WAIT_MILLIS = 100;
  private static final int LINGER_MILLIS = 1000;

  private final ZMQ.Socket socket;
  private final ZMQ.Poller poller;

  /**
   * Prepares a socket: closing it does not wait for ever, and nobody can make it reserve memory for
   * a message of any length.
   */
  Frames(ZMQ.Context context, ZMQ.Socket socket) {
    this.socket = socket;
    socket.setReceiveTimeOut(WAIT_MILLIS);
    socket.setLinger(LINGER_MILLIS);
    socket.setMaxMsgSize(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8));
    poller = context.poller(1);
    poller.register(socket, ZMQ.Poller.POLLIN);
  }

  /** The next message; empty if none came for a moment. */
  List<byte[]> await() {
    return poller.poll(WAIT_MILLIS) > 0 ? read(socket) : List.of();
  }

  /** The next message of a socket with a limit to its waiting; empty if none came. */
  static List<byte[]> read(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    do {
      byte[] frame = socket.recv();
      if (frame == null) {
        return List.of();
      }
      frames.add(frame);
    } while (socket.hasReceiveMore());
    return frames;
  }
}
