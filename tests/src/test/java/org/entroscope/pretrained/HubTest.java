package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.entroscope.data.Hub;
import org.entroscope.data.Hub.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from a server on this machine that is honest, broken or hostile. */
class HubTest {

  private static final int SIZE = 300_000;
  private static final long MOST = 1_000_000;

  @TempDir Path folder;

  private final byte[] content = new byte[SIZE];
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private ExecutorService threads;
  private HttpHandler handler = this::honest;

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

  private Hub hub() {
    return hub(false);
  }

  private Hub hub(boolean offline) {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort());
    return new Hub(address, folder.resolve("cache"), offline, Duration.ofMillis(400));
  }

  private Path fetch() throws IOException {
    return hub().file(Kind.MODEL, "me/tiny", "main", "model.safetensors", MOST);
  }

  private String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private void tag(HttpExchange exchange) {
    try {
      exchange.getResponseHeaders().set("ETag", '"' + sha256() + '"');
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends what was asked for, with the right checksum. */
  private void honest(HttpExchange exchange) throws IOException {
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

  /** Promises the rest of the file and sends so much of it. */
  private void broken(HttpExchange exchange, int bytes) throws IOException {
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

  @Test
  void aFileIsFetchedOnceAndKept() throws IOException {
    Path file = fetch();
    assertArrayEquals(content, Files.readAllBytes(file));
    assertEquals(file, fetch());
    assertEquals(List.of("/me/tiny/resolve/main/model.safetensors"), requests);
    assertEquals(file, hub(true).file(Kind.MODEL, "me/tiny", "main", "model.safetensors", MOST));
    assertNoRemains();
  }

  private void assertNoRemains() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().contains(".part")));
    }
  }

  @Test
  void aBrokenConnectionIsTakenUpWhereItEnded() throws IOException {
    handler = exchange -> broken(exchange, 100_000);
    assertArrayEquals(content, Files.readAllBytes(fetch()));
    assertTrue(requests.size() >= 3, requests::toString);
    assertTrue(requests.get(1).matches(".* bytes=\\d+-"), requests::toString);
    assertNoRemains();
  }

  @Test
  void whatAnEarlierProcessFetchedIsNotFetchedAgain() throws IOException {
    handler =
        exchange -> {
          if (requests.size() == 1) {
            broken(exchange, 200_000);
          } else {
            exchange.sendResponseHeaders(503, -1);
          }
        };
    assertThrows(IOException.class, this::fetch);
    requests.clear();
    handler = this::honest;
    assertArrayEquals(content, Files.readAllBytes(fetch()));
    assertTrue(requests.get(0).contains(" bytes="), requests::toString);
  }

  @Test
  void aFileThatChangedMeanwhileIsFetchedAnew() throws IOException {
    handler = exchange -> broken(exchange, requests.size() == 1 ? 200_000 : 0);
    assertThrows(IOException.class, this::fetch);
    new Random(2).nextBytes(content);
    handler = this::honest;
    assertArrayEquals(content, Files.readAllBytes(fetch()));
  }

  private String failure() {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThrows(IOException.class, this::fetch).getMessage());
  }

  @Test
  void anotherFileThanTheChecksumSaysIsRefused() throws IOException {
    byte[] right = content.clone();
    handler =
        exchange -> {
          tag(exchange);
          exchange.sendResponseHeaders(200, SIZE);
          byte[] wrong = right.clone();
          wrong[7] ^= 1;
          exchange.getResponseBody().write(wrong);
        };
    String said = failure();
    assertTrue(said.contains("what came is not the file: its checksum is "), said);
    assertNoRemains();
  }

  @Test
  void gitsNameOfASmallFileIsCheckedToo() throws Exception {
    byte[] text = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    MessageDigest git = MessageDigest.getInstance("SHA-1");
    git.update(("blob " + text.length + "\0").getBytes(StandardCharsets.US_ASCII));
    String name = HexFormat.of().formatHex(git.digest(text));
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("ETag", '"' + name + '"');
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
        };
    assertArrayEquals(text, Files.readAllBytes(fetch()));
  }

  @Test
  void aServerThatPromisesMoreThanItSendsIsRefused() {
    handler =
        exchange -> {
          exchange.sendResponseHeaders(200, SIZE);
          exchange.getResponseBody().write(content, 0, 1000);
        };
    assertTrue(failure().contains("(tried 5 times)"));
  }

  @Test
  void aServerThatSendsWithoutEndIsCutOff() throws IOException {
    handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // chunked, of any length
          while (true) {
            exchange.getResponseBody().write(content);
          }
        };
    assertTrue(failure().contains("more than the 1,000,000 bytes allowed came"));
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        assertTrue(Files.size(file) <= MOST, file + " is longer than allowed");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "1000001", "9223372036854775807"})
  void aFileThatIsTooLongIsNotBegun(String length) {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("X-Linked-Size", length);
          exchange.sendResponseHeaders(200, 0);
        };
    String said = failure();
    assertTrue(said.contains("more than the 1,000,000 allowed") || said.contains("tried 5"), said);
  }

  @Test
  void aServerThatFallsSilentIsLeft() {
    handler =
        exchange -> {
          tag(exchange);
          exchange.sendResponseHeaders(200, SIZE);
          exchange.getResponseBody().write(content, 0, 10);
          exchange.getResponseBody().flush();
          pause(8000);
        };
    String said = failure();
    assertTrue(said.contains("(tried 5 times)"), said);
  }

  @Test
  void aServerThatNeverAnswersIsLeft() {
    handler = exchange -> pause(8000);
    assertTrue(failure().contains("(tried 5 times)"));
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRangeThatWasNotAskedForIsNotAppended() throws IOException {
    handler =
        exchange -> {
          if (requests.size() == 1) {
            broken(exchange, 1000);
          } else {
            tag(exchange);
            exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/300000");
            exchange.sendResponseHeaders(206, 5);
            exchange.getResponseBody().write(content, 5, 5);
          }
        };
    assertTrue(failure().contains("another part than the one asked for"));
  }

  @Test
  void redirectionsAreFollowedAndTheFirstChecksumCounts() throws IOException {
    handler =
        exchange -> {
          if (exchange.getRequestURI().getPath().startsWith("/me/")) {
            tag(exchange);
            exchange.getResponseHeaders().set("X-Linked-Size", "" + SIZE);
            exchange.getResponseHeaders().set("Location", "/cdn/file");
            exchange.sendResponseHeaders(302, -1);
          } else {
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(content);
          }
        };
    assertArrayEquals(content, Files.readAllBytes(fetch()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/me/tiny/round", "file:///etc/passwd", "", "ftp://x/y", "http://["})
  void redirectionsThatLeadNowhereAreRefused(String location) {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(302, -1);
        };
    String said = failure();
    assertTrue(said.contains("without end") || said.contains("no address to go to"), said);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 503, 429})
  void anErrorOfTheServerIsTold(int status) {
    handler = exchange -> exchange.sendResponseHeaders(status, -1);
    assertTrue(failure().contains("the server answers " + status));
  }

  @Test
  void aFileThatIsNotThereIsNoSuchFile() {
    handler = exchange -> exchange.sendResponseHeaders(404, -1);
    assertThrows(NoSuchFileException.class, this::fetch);
    assertEquals(1, requests.size());
  }

  @Test
  void offlineNothingIsAsked() {
    NoSuchFileException error =
        assertThrows(
            NoSuchFileException.class,
            () -> hub(true).file(Kind.MODEL, "me/tiny", "main", "config.json", MOST));
    assertTrue(error.getReason().contains("offline"));
    assertEquals(List.of(), requests);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../b",
        "/etc/passwd",
        "a\\b",
        "",
        ".",
        "..",
        ".ssh",
        "a//b",
        "a/",
        "a b"
      })
  void namesThatLeadElsewhereAreRefused(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () -> hub().file(Kind.MODEL, "me/tiny", "main", name, MOST));
    assertThrows(
        IllegalArgumentException.class,
        () -> hub().file(Kind.MODEL, "me/" + name, "main", "x", MOST));
    assertEquals(List.of(), requests);
  }

  @Test
  void anInterruptEndsADownload() {
    handler =
        exchange -> {
          broken(exchange, 1000);
          pause(300);
        };
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, this::fetch);
    assertFalse(Thread.interrupted());
  }

  /** The whole way: a model in parts, by its name. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "neox"})
  void aModelIsHadByItsName(String name) {
    handler =
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          Path file =
              PretrainedTest.RESOURCES
                  .resolve(name)
                  .resolve(path.substring(path.lastIndexOf('/') + 1));
          if (!path.startsWith("/me/tiny/resolve/main/") || !Files.exists(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
          }
          byte[] bytes = Files.readAllBytes(file);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        };
    Pretrained fetched = Pretrained.of(hub(), "me/tiny", "main");
    Pretrained local = Pretrained.of(PretrainedTest.RESOURCES.resolve(name));
    assertEquals(local.model().architecture(), fetched.model().architecture());
    int asked = requests.size();
    if (name.equals("neox")) { // whether there is one file or several, only the server knows
      assertEquals(6, asked, requests::toString);
    }
  }

  @Test
  void theFilesOfARepositoryAreListed() throws IOException {
    handler =
        exchange -> {
          byte[] json =
              "{\"siblings\":[{\"rfilename\":\"a.json.gz\"},{\"rfilename\":\"data/b.parquet\"}]}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, json.length);
          exchange.getResponseBody().write(json);
        };
    List<String> expected = Arrays.asList("a.json.gz", "data/b.parquet");
    assertEquals(expected, hub().files(Kind.DATASET, "me/set", "main"));
    assertEquals(List.of("/api/datasets/me/set/revision/main"), requests);
    assertEquals(expected, hub(true).files(Kind.DATASET, "me/set", "main"));
  }
}
