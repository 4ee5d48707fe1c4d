package org.entroscope.privacy.mpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The address on which the server listens and to which the client connects.
 *
 * @param host a host name or address; the loopback interface by default
 * @param port a TCP port; at the server, 0 chooses a free one
 */
public record Endpoint(String host, int port) {

  /** Rejects impossible ports. */
  public Endpoint {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port lies in 0 to 65535, not " + port);
    }
  }

  /** Returns a port of the loopback interface, which other machines cannot reach. */
  public static Endpoint loopback(int port) {
    return new Endpoint(InetAddress.getLoopbackAddress().getHostAddress(), port);
  }

  /** Parses {@code port} (of the loopback interface) or {@code host:port}. */
  public static Endpoint of(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return colon < 0 ? loopback(port) : new Endpoint(text.substring(0, colon), port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is neither port nor host:port", e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
