package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.entroscope.hub.Hub;
import org.entroscope.hub.Hub.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub on this machine, whose responses are chosen by the test. */
abstract class LocalHub {

  static final int SIZE = 300_000;
  static final long MOST = 1_000_000;

  @TempDir Path folder;

  final byte[] content = new byte[SIZE];
  final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private ExecutorService threads;
  HttpHandler handler = this::honest;

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          synchronized (requests) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
          }
          try (exchange) {
            handler.handle(exchange);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  Hub hub() {
    return hub(false);
  }

  Hub hub(boolean offline) {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort());
    return new Hub(address, folder.resolve("cache"), offline, Duration.ofMillis(400));
  }

  Path fetch() throws IOException {
    return hub().file(Kind.MODEL, "me/tiny", "main", "model.safetensors", MOST);
  }

  String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  void tag(HttpExchange exchange) {
    try {
      exchange.getResponseHeaders().set("ETag", '"' + sha256() + '"');
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends the requested bytes with the correct checksum. */
  void honest(HttpExchange exchange) throws IOException {
    tag(exchange);
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, SIZE - 1, SIZE));
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, SIZE - from);
    exchange.getResponseBody().write(content, from, SIZE - from);
  }

  /** Announces the rest of the file but sends only the given number of bytes of it. */
  void broken(HttpExchange exchange, int bytes) throws IOException {
    tag(exchange);
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, SIZE - 1, SIZE));
    }
    exchange.sendResponseHeaders(from == 0 ? 200 : 206, SIZE - from);
    OutputStream out = exchange.getResponseBody();
    out.write(content, from, Math.min(bytes, SIZE - from));
    out.flush();
  }

  void assertNoRemains() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().contains(".part")));
    }
  }

  String failure() {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThrows(IOException.class, this::fetch).getMessage());
  }

  static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
