package org.entroscope.kernel;

import java.util.ArrayList;
import java.util.List;
import org.zeromq.ZMQ;

/** Reads complete ZeroMQ messages with any number of frames. */
final class Frames {

  private static final long MOST_BYTES = 64L << 20;
  private static final int WAIT_MILLIS = 100;
  private static final int LINGER_MILLIS = 1000;

  private final ZMQ.Socket socket;
  private final ZMQ.Poller poller;

  /**
   * Configures a socket. Closing it does not wait forever, and the size of messages is limited, so
   * no sender can make it allocate any amount of memory.
   */
  Frames(ZMQ.Context context, ZMQ.Socket socket) {
    this.socket = socket;
    socket.setReceiveTimeOut(WAIT_MILLIS);
    socket.setLinger(LINGER_MILLIS);
    socket.setMaxMsgSize(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8));
    poller = context.poller(1);
    poller.register(socket, ZMQ.Poller.POLLIN);
  }

  /** Returns the next message; empty if none arrives within a short time. */
  List<byte[]> await() {
    return poller.poll(WAIT_MILLIS) > 0 ? read(socket) : List.of();
  }

  /** Returns the next message of a socket with a time limit; empty if none arrives. */
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
