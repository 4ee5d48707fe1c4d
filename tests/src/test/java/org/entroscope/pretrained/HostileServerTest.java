package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entroscope.hub.Hub.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests downloads from servers that send false data, stop sending or redirect to wrong places. */
class HostileServerTest extends LocalHub {

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
    assertTrue(said.contains("the downloaded data are not the file: its checksum is "), said);
    assertNoRemains();
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
          exchange.sendResponseHeaders(200, 0); // a chunked response may have any length
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
    assertTrue(failure().contains("another range than the requested one"));
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
    assertTrue(
        said.contains("without end") || said.contains("not an address that can be followed"), said);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 503, 429})
  void anErrorOfTheServerIsTold(int status) {
    handler = exchange -> exchange.sendResponseHeaders(status, -1);
    assertTrue(failure().contains("the server answers " + status));
  }

  /** Hugging Face answers 401 for unknown names, too. */
  @Test
  void whatIsGatedOrMisspeltIsToldInTheHubsWords() {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("X-Error-Message", "Access is\trestricted");
          exchange.sendResponseHeaders(401, -1);
        };
    String said = failure();
    assertTrue(said.contains("the server answers 401 (Access is restricted): there is"), said);
    assertTrue(said.endsWith("set HF_TOKEN to a token that may read it"), said);
    assertEquals(1, requests.size());
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
        "a ",
        " a",
        "a\u0000b",
        "a:b",
        "a?"
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
}
