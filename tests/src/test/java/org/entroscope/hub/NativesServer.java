package org.entroscope.hub;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;

/** A server of PyTorch's native libraries that works like DJL's. It can be told to misbehave. */
public final class NativesServer implements AutoCloseable {

  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String version;
  private final HttpServer server;
  private volatile String failing = "";
  private volatile String damaged = "";
  private volatile boolean packed;

  /** Starts a server for the libraries of one version of PyTorch. */
  public NativesServer(String version) throws IOException {
    this.version = version;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/pytorch/" + version + "/",
        exchange -> {
          try (exchange) {
            String raw = exchange.getRequestURI().getRawPath();
            String name = raw.substring(("/pytorch/" + version + "/").length());
            requests.add(exchange.getRequestMethod() + " " + name);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            byte[] content = content(name);
            if (content == null || name.equals(failing) && !head) {
              exchange.sendResponseHeaders(content == null ? 404 : 403, -1);
              return;
            }
            if (packed && name.endsWith(".gz")) {
              exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            if (head) {
              exchange.getResponseHeaders().set("Content-Length", "" + content.length);
              exchange.sendResponseHeaders(200, -1);
            } else {
              exchange.sendResponseHeaders(200, content.length);
              exchange.getResponseBody().write(content);
            }
          }
        });
    server.start();
  }

  private byte[] content(String name) {
    if (name.equals("files.txt")) {
      return (String.join("\n", files.keySet()) + "\n").getBytes(StandardCharsets.UTF_8);
    }
    byte[] content = files.get(name);
    if (content != null && name.equals(damaged)) {
      content = content.clone();
      content[content.length / 2] ^= 1;
    }
    return content;
  }

  /** Compresses a file, serves it, and adds it to the list of files. */
  public void serve(String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.put(name, bytes.toByteArray());
  }

  /** Returns the address of PyTorch's folder on this server. */
  public URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/pytorch");
  }

  void fail(String name) {
    failing = name;
  }

  void damage(String name) {
    damaged = name;
  }

  void declarePacked() {
    packed = true;
  }

  void mend() {
    failing = "";
    damaged = "";
  }

  int requests() {
    return requests.size();
  }

  long downloads(String name) {
    return requests.stream().filter(("GET " + name)::equals).count();
  }

  long size(String prefix) {
    List<Long> sizes = new ArrayList<>();
    files.forEach((name, content) -> sizes.add(name.startsWith(prefix) ? content.length : 0L));
    return sizes.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
