package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.entroscope.corpus.Corpus;
import org.entroscope.hub.Hub;
import org.entroscope.hub.Hub.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the handling of busy servers, compressed responses and unusual names, which follows Hugging
 * Face's own client.
 */
class HubDetailsTest extends LocalHub {

  private static void json(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static byte[] gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | Retry-After | 1",
        "503 | Retry-After | 1",
        "429 | RateLimit | \"api\";r=0;t=1"
      })
  void aBusyServerIsAskedAgainWhenItSays(int status, String name, String value) throws Exception {
    long[] times = new long[2];
    handler =
        exchange -> {
          times[requests.size() - 1] = System.nanoTime();
          if (requests.size() == 1) {
            exchange.getResponseHeaders().set(name, value);
            exchange.sendResponseHeaders(status, -1);
          } else {
            honest(exchange);
          }
        };
    assertArrayEquals(content, Files.readAllBytes(fetch()));
    assertTrue(times[1] - times[0] >= 900_000_000L, "it waits for the second asked for");
  }

  @Test
  void aServerThatAsksForTooLongAWaitIsLeftAtOnce() {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "3600");
          exchange.sendResponseHeaders(429, -1);
        };
    String said = failure();
    assertTrue(
        said.endsWith("the server answers 429 and asks to wait 3600 s; try again then"), said);
    assertEquals(1, requests.size());
  }

  @Test
  void aChecksumInCapitalsIsOneToo() throws Exception {
    String capitals = sha256().toUpperCase(Locale.ROOT);
    byte[] right = content.clone();
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("ETag", '"' + capitals + '"');
          exchange.sendResponseHeaders(200, SIZE);
          exchange.getResponseBody().write(content);
        };
    content[7] ^= 1;
    assertTrue(failure().contains("the downloaded data are not the file: its checksum is "));
    content[7] ^= 1;
    assertArrayEquals(right, Files.readAllBytes(fetch()));
  }

  @Test
  void whatIsPackedForTheJourneyIsKeptUnpacked() throws Exception {
    byte[] packed = gzipped(content);
    handler =
        exchange -> {
          assertEquals("identity", exchange.getRequestHeaders().getFirst("Accept-Encoding"));
          tag(exchange);
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          boolean cut = requests.size() == 1;
          exchange.sendResponseHeaders(200, cut ? packed.length / 2 : packed.length);
          exchange.getResponseBody().write(packed, 0, cut ? packed.length / 2 : packed.length);
        };
    assertArrayEquals(content, Files.readAllBytes(fetch()));
    assertEquals(2, requests.size());
    assertTrue(requests.stream().noneMatch(r -> r.contains("bytes=")), requests::toString);
    assertNoRemains();
  }

  @Test
  void whatIsPackedOtherwiseIsRefused() {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "br");
          json(exchange, "not for us");
        };
    assertTrue(
        failure().endsWith("the server sends it compressed as 'br', which was not requested"));
  }

  /**
   * Starts a server that sends the given headers and ends each response by closing the connection.
   */
  private static ServerSocket closing(String headers, byte[] body) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[10_000]);
                  var out = socket.getOutputStream();
                  out.write(("HTTP/1.1 200 OK\r\n" + headers + "\r\n").getBytes());
                  out.write(body);
                  out.flush();
                } catch (IOException e) {
                  // the test is over, or the client has disconnected
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private Path from(ServerSocket server) throws IOException {
    URI address = URI.create("http://localhost:" + server.getLocalPort());
    Hub hub = new Hub(address, folder.resolve("cache"), false, Duration.ofMillis(400));
    return hub.file(Kind.MODEL, "me/tiny", "main", "model.safetensors", MOST);
  }

  @Test
  void aBodyOfWhichNobodyKnowsTheEndIsRefused() throws Exception {
    try (ServerSocket server = closing("ETag: \"v1\"\r\n", new byte[40])) {
      String said = assertThrows(IOException.class, () -> from(server)).getMessage();
      assertTrue(said.contains("the server gives neither a length nor a checksum"), said);
    }
    try (ServerSocket server = closing("ETag: \"" + sha256() + "\"\r\n", content)) {
      assertArrayEquals(content, Files.readAllBytes(from(server)));
    }
  }

  @Test
  void oneHostileNameDoesNotSpoilADataSet() {
    handler =
        exchange -> {
          String path = exchange.getRequestURI().getRawPath();
          if (path.startsWith("/api/")) {
            json(
                exchange,
                "{\"siblings\":[{\"rfilename\":\"../../.ssh/keys.json\"},{\"rfilename\":\"a\\u0000.json\"},"
                    + "{\"rfilename\":\".gitattributes\"},{\"rfilename\":\"README.md\"},{\"rfilename\":null},{\"rfilename\":\"lang=en/part"
                    + " 1 \\u00fc%#?.json\"},{\"rfilename\":\"lang=en/part 1 \\u00fc%#.json\"}]}");
          } else {
            assertEquals(
                "/datasets/me/set/resolve/refs%2Fconvert%2Fparquet/lang%3Den/part%201%20%C3%BC%25%23.json",
                path);
            json(exchange, "{\"text\":\"x\"}");
          }
        };
    Corpus corpus = Corpus.dataset(hub(), "me/set", "refs/convert/parquet", "text");
    String said = corpus.toString();
    assertTrue(said.startsWith("Corpus me/set: 1 files, 0.0 MB of text; left out: 1 no"), said);
    assertTrue(
        said.contains("4 with a name that no file here can have (../../.ssh/keys.json"), said);
    assertTrue(said.contains("1 hidden (.gitattributes)"), said);
    assertEquals("/api/datasets/me/set/revision/refs%2Fconvert%2Fparquet", requests.get(0));
  }

  @Test
  void anAnswerThatIsNoListIsSaidToBeNone() {
    for (String answer : new String[] {"{}", "[]", "{\"siblings\":7}", "<html>", ""}) {
      handler = exchange -> json(exchange, answer);
      String said =
          assertThrows(IOException.class, () -> hub().files(Kind.DATASET, "me/set", "main"))
              .getMessage();
      assertTrue(said.contains("of me/set is not JSON") || said.contains("no list of files"), said);
    }
  }

  @Test
  void aFullDiskIsSaidWithTheFile() throws Exception {
    Configuration small = Configuration.unix().toBuilder().setMaxSize(100_000).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Hub full = new Hub(hub().endpoint(), disk.getPath("/cache"), false, Duration.ofMillis(400));
      String said =
          assertThrows(
                  IOException.class,
                  () -> full.file(Kind.MODEL, "me/tiny", "main", "model.safetensors", MOST))
              .getMessage();
      assertTrue(
          said.contains("cannot write /cache/models/me--tiny/main/model.safetensors.part: "), said);
      assertEquals(1, requests.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "cache/models/me--tiny"})
  void aFileInPlaceOfTheCacheFolderIsNamed(String inTheWay) throws IOException {
    Path file = folder.resolve(inTheWay);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "in the way");
    String said = failure();
    assertTrue(said.startsWith("cannot write " + folder.resolve("cache")), said);
    assertEquals(List.of(), requests);
  }
}
