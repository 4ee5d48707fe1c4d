package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.network.Network;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * FRESCO's network over a {@link PartyConnection}. It counts bytes and rounds. Messages of a party
 * to itself are not sent over the network and not counted.
 */
final class CountingNetwork implements Network {

  private final PartyConnection line;
  private final int me;
  private final Queue<byte[]> toMyself = new ArrayDeque<>();
  private long bytesSent;
  private long bytesReceived;
  private long rounds;
  private boolean asked;

  CountingNetwork(PartyConnection line, Role role) {
    this.line = line;
    this.me = role.id();
  }

  @Override
  public void send(int party, byte[] data) {
    if (party == me) {
      toMyself.add(data);
      return;
    }
    line.send(data);
    bytesSent += data.length + PartyConnection.FRAME;
    asked = true;
  }

  @Override
  public byte[] receive(int party) {
    if (party == me) {
      return toMyself.remove();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new PartyException("interrupted");
    }
    byte[] data = line.receive();
    bytesReceived += data.length + PartyConnection.FRAME;
    if (asked) {
      rounds++;
      asked = false;
    }
    return data;
  }

  @Override
  public int getNoOfParties() {
    return 2;
  }

  long bytesSent() {
    return bytesSent;
  }

  long bytesReceived() {
    return bytesReceived;
  }

  long rounds() {
    return rounds;
  }
}
