package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.entroscope.hub.Hub;
import org.entroscope.hub.Hub.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests downloads from a correct server and from one whose connections break. */
class HubTest extends LocalHub {

  @Test
  void aFileIsFetchedOnceAndKept() throws IOException {
    Path file = fetch();
    assertArrayEquals(content, Files.readAllBytes(file));
    assertEquals(file, fetch());
    assertEquals(List.of("/me/tiny/resolve/main/model.safetensors"), requests);
    assertEquals(file, hub(true).file(Kind.MODEL, "me/tiny", "main", "model.safetensors", MOST));
    assertNoRemains();
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
  void aConnectionThatBreaksOftenIsTakenUpAsLongAsItGetsOn() throws IOException {
    handler = exchange -> broken(exchange, 35_000);
    assertArrayEquals(content, Files.readAllBytes(fetch()));
    assertEquals(9, requests.size());
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

  @Test
  void aFileThatIsNotThereIsNoSuchFile() {
    handler = exchange -> exchange.sendResponseHeaders(404, -1);
    assertThrows(NoSuchFileException.class, this::fetch);
    assertEquals(1, requests.size());
  }

  /**
   * In the first case the host exists but no server listens. In the second the host does not exist.
   */
  @ParameterizedTest
  @CsvSource({
    "http://localhost:1, 'localhost:1 does not accept the connection'",
    "http://nowhere.invalid, 'no server nowhere.invalid can be found; is this machine online?'"
  })
  void withoutAServerTheMessageSaysSo(URI address, String words) {
    Hub hub = new Hub(address, folder, false, Duration.ofMillis(400));
    IOException error =
        assertThrows(
            IOException.class, () -> hub.file(Kind.MODEL, "me/tiny", "main", "config.json", MOST));
    assertTrue(error.getMessage().startsWith("cannot fetch " + address), error.getMessage());
    assertTrue(error.getMessage().endsWith(words), error.getMessage());
  }

  @Test
  void aModelWithoutSafetensorsIsToldByItsName() {
    handler =
        exchange -> {
          boolean config = exchange.getRequestURI().getPath().endsWith("config.json");
          exchange.sendResponseHeaders(config ? 200 : 404, config ? 2 : -1);
          if (config) {
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
          }
        };
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> Pretrained.of(hub(), "me/tiny", "main"));
    assertEquals(
        "me/tiny has neither model.safetensors nor model.safetensors.index.json; other weight"
            + " formats cannot be read",
        error.getMessage());
  }

  /** The token is sent to the hub of the settings, but not to the target of a redirection. */
  @Test
  void theTokenIsShownToTheHubAlone() throws IOException {
    List<String> seen = new ArrayList<>();
    HttpServer other = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    other.createContext(
        "/",
        exchange -> {
          seen.add("other " + exchange.getRequestHeaders().getFirst("Authorization"));
          honest(exchange);
          exchange.close();
        });
    other.start();
    handler =
        exchange -> {
          seen.add("hub " + exchange.getRequestHeaders().getFirst("Authorization"));
          String there = "http://localhost:" + other.getAddress().getPort() + "/file";
          exchange.getResponseHeaders().set("Location", there);
          exchange.sendResponseHeaders(302, -1);
        };
    System.setProperty("entroscope.hub", hub().endpoint().toString());
    System.setProperty("entroscope.hub.token", "hf_secret");
    try {
      fetch();
      assertEquals(List.of("hub Bearer hf_secret", "other null"), seen);
    } finally {
      System.clearProperty("entroscope.hub");
      System.clearProperty("entroscope.hub.token");
      other.stop(0);
    }
  }

  @Test
  void aHubOfNoSettingsSeesNoToken() throws IOException {
    List<String> seen = new ArrayList<>();
    handler =
        exchange -> {
          seen.add("" + exchange.getRequestHeaders().getFirst("Authorization"));
          honest(exchange);
        };
    System.setProperty("entroscope.hub.token", "hf_secret");
    try {
      fetch();
      assertEquals(List.of("null"), seen);
    } finally {
      System.clearProperty("entroscope.hub.token");
    }
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

  /** Tests the complete download by name, including a model with several tensor files. */
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
    assertFalse(fetched.model().readsText());
    if (name.equals("neox")) { // only the server knows whether there is one file or several
      String files = String.join(" ", requests).replace("/me/tiny/resolve/main/", "");
      assertEquals(
          "config.json model.safetensors model.safetensors.index.json"
              + " model-00001-of-00002.safetensors model-00002-of-00002.safetensors"
              + " tokenizer_config.json tokenizer.json vocab.json tokenizer.model",
          files.substring(0, files.indexOf(" spiece.model")));
    }
  }

  /**
   * The tokenizer is downloaded with the model, whatever its format. A format that cannot be read
   * is reported.
   */
  @Test
  void aTokenizerOfTheHubIsFetchedOrRefused() {
    Path cases = PretrainedTest.RESOURCES.resolve("cases/old-tokenizer");
    List<String> more = new ArrayList<>();
    handler =
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String name = path.substring(path.lastIndexOf('/') + 1);
          boolean isThere = Files.exists(cases.resolve(name)) && !path.contains("/piece/");
          isThere |= path.contains("/piece/") && name.matches("config.json|model.safetensors");
          byte[] bytes = isThere ? Files.readAllBytes(cases.resolve(name)) : new byte[] {1, 2, 3};
          isThere |= path.contains("/piece/") && name.equals("spiece.model");
          exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? bytes.length : -1);
          if (isThere) {
            more.add(name);
            exchange.getResponseBody().write(bytes);
          }
        };
    assertEquals(300, Pretrained.of(hub(), "me/old", "main").tokenizer().vocabularySize());
    assertTrue(more.contains("merges.txt"), more::toString);
    String said =
        assertThrows(UncheckedIOException.class, () -> Pretrained.of(hub(), "me/piece", "main"))
            .getMessage();
    assertTrue(said.contains("has a tokenizer that cannot be read (spiece.model)"), said);
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
