package org.entroscope.privacy.mpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A relay between client and server that records every byte of both directions. */
final class Recorder implements AutoCloseable {

  private final ServerSocket front;
  private final int serverPort;
  private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();

  Recorder(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.front = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start(this::relay);
  }

  int port() {
    return front.getLocalPort();
  }

  private void relay() throws IOException {
    Socket client = front.accept();
    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    start(() -> copy(client, server));
    copy(server, client);
  }

  private void copy(Socket from, Socket to) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (recorded) {
          recorded.write(buffer, 0, n);
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    }
  }

  byte[] recorded() {
    synchronized (recorded) {
      return recorded.toByteArray();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // a party closed its connection, which ends the relay
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    front.close();
  }
}
