package org.entroscope.corpus;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Serves ranges of the files of a folder. Tests can make it misbehave. */
final class RangeServer implements AutoCloseable {

  final List<String> ranges = new ArrayList<>();
  volatile int breakEvery = Integer.MAX_VALUE;
  volatile boolean ignoresRanges;
  volatile String tag = "\"1\"";
  private final HttpServer server;

  RangeServer(Path folder) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] all =
                Files.readAllBytes(folder.resolve(exchange.getRequestURI().getPath().substring(1)));
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(range);
            exchange.getResponseHeaders().set("ETag", tag);
            if (range == null || ignoresRanges) {
              exchange.sendResponseHeaders(200, all.length);
              exchange.getResponseBody().write(all);
              return;
            }
            String[] ends = range.replace("bytes=", "").split("-");
            int from = Integer.parseInt(ends[0]);
            int to = Math.min(all.length - 1, Integer.parseInt(ends[1]));
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, to, all.length));
            exchange.sendResponseHeaders(206, to - from + 1);
            boolean breaks = ranges.size() % breakEvery == 0;
            exchange.getResponseBody().write(all, from, (to - from + 1) / (breaks ? 2 : 1));
          }
        });
    server.start();
  }

  URI address(String file) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + file);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
