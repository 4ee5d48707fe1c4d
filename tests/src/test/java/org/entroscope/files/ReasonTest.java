package org.entroscope.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("it does not exist", new NoSuchFileException("/a/b")),
        Arguments.of("permission denied", new AccessDeniedException("/a/b")),
        Arguments.of("it is not a folder", new NotDirectoryException("/a/b")),
        Arguments.of("a file of that name exists already", new FileAlreadyExistsException("/a/b")),
        Arguments.of(
            "No space left on device",
            new FileSystemException("/a/b", null, "No space left on device")),
        Arguments.of("it ends too early", new EOFException()),
        Arguments.of("it ends too early", new UncheckedIOException(new EOFException())),
        Arguments.of("unexpected IOException", new IOException()),
        Arguments.of("unexpected NullPointerException", new NullPointerException("x is null")),
        Arguments.of("one", new IOException("one\ntwo\nthree")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isInWords(String words, Exception failure) {
    assertEquals(words, Reason.of(failure));
  }

  @Test
  void isShort() {
    assertTrue(Reason.of(new IOException("x".repeat(9999))).length() <= 400);
    try {
      new ObjectMapper().readTree("[1, 2,\n" + "a".repeat(9999));
    } catch (JsonProcessingException e) {
      assertTrue(Reason.of(e).startsWith("Unrecognized token 'aaa"), Reason.of(e));
      assertTrue(Reason.of(e).length() <= 400);
    }
  }

  @Test
  void theFileIsNamedOnce() {
    assertEquals("/a/b: permission denied", Reason.withFile(new AccessDeniedException("/a/b")));
    assertEquals("/a/b is odd", Reason.withFile(new IOException("/a/b is odd")));
    assertEquals(
        "cannot write /a/b: permission denied",
        Reason.cannotWrite("/a/b", new AccessDeniedException("/a/b")).getMessage());
  }

  @Test
  void anInterruptStaysOne() {
    var interrupt = new ClosedByInterruptException();
    assertSame(interrupt, Reason.cannotWrite("/a/b", interrupt));
    assertSame(interrupt, Reason.cannotRead("/a/b", interrupt));
  }
}
