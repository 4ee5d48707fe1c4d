package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests files and texts on which Hugging Face's library aborts its process. If the library ran in
 * this process, the test run would abort.
 */
class HostileTokenizerTest {

  private static final Path FILES = HuggingFaceTextTest.RESOURCES.resolve("hostile");
  private static final String TEXT = "a aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "01-trunc-decoder.json, it is not whole JSON: it ends in the middle",
    "02-truncated-file.json, it is not whole JSON: it ends in the middle",
    "15-precompiled.json, Hugging Face's library rejects it: Precompiled: Error(",
    "18-bigid.json, 'the id of \"zzz\" is 2147483647; ids are below 67108864'"
  })
  void aFileThatTheLibraryDoesNotSurviveIsRefused(String name, String words) {
    Path file = FILES.resolve(name);
    String said = assertThrows(IOException.class, () -> Tokenizer.huggingFace(file)).getMessage();
    assertTrue(said.startsWith(file + " is not read as a tokenizer: " + words), said);
    assertTrue(said.length() < 500, said);
  }

  @ParameterizedTest
  @CsvSource({
    "13-regex-cata.json, 'Onig: Regex search error: retry-limit-in-match over'",
    "26-digits.json, chunk size must be non-zero",
    "30-replace-empty.json, index out of bounds"
  })
  void aTextThatTheLibraryDoesNotSurviveIsRefused(String name, String words) throws IOException {
    Path file = FILES.resolve(name);
    Tokenizer tokenizer = Tokenizer.huggingFace(file);
    for (int again = 0; again < 2; again++) {
      String said =
          assertThrows(UncheckedIOException.class, () -> tokenizer.encode(TEXT)).getMessage();
      String begin = "the tokenizer %s fails on the text \"%s\": ".formatted(file, TEXT);
      assertTrue(said.startsWith(begin + words), said);
      assertTrue(said.length() < 500, said);
    }
  }

  /**
   * The library abandons the evaluation of this regular expression for one of the texts. The other
   * texts and the other tokenizer are not affected.
   */
  @Test
  void aTextThatMakesTheTokenizerFailLeavesTheOthersWell() throws IOException {
    Tokenizer hostile = Tokenizer.huggingFace(FILES.resolve("13-regex-cata.json"));
    Tokenizer good =
        Tokenizer.huggingFace(HuggingFaceTextTest.RESOURCES.resolve("byte-pairs.json"));
    int[] expected = good.encode("int a = b;");
    List<Boolean> failed =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(
                i -> {
                  assertArrayEquals(expected, good.encode("int a = b;"));
                  try {
                    hostile.encode(i % 3 == 0 ? TEXT : "bbb");
                    return false;
                  } catch (UncheckedIOException e) {
                    return true;
                  }
                })
            .toList();
    assertEquals(IntStream.range(0, 12).mapToObj(i -> i % 3 == 0).toList(), failed);
  }

  /** Writes a tokenizer whose normaliser doubles the text 40 times. */
  private Path explosion() throws IOException {
    String twice = "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aa\"}";
    String many = String.join(",", java.util.Collections.nCopies(40, twice));
    String json =
        Files.readString(HuggingFaceTextTest.RESOURCES.resolve("byte-pairs.json"))
            .replace(
                "\"normalizer\": null",
                "\"normalizer\": {\"type\":\"Sequence\",\"normalizers\":[" + many + "]}");
    return Files.writeString(folder.resolve("explosion.json"), json);
  }

  @Test
  void anExplosionOfTextEndsInAMessage() throws IOException {
    Tokenizer tokenizer = Tokenizer.huggingFace(explosion());
    assertArrayEquals(tokenizer.encode("b"), tokenizer.encode("b"));
    String said =
        assertThrows(UncheckedIOException.class, () -> tokenizer.encode("a")).getMessage();
    assertTrue(said.contains("explosion.json fails on the text \"a\": "), said);
    assertArrayEquals(tokenizer.encode("b"), tokenizer.encode("b"));
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    Tokenizer tokenizer = Tokenizer.huggingFace(explosion());
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              try {
                tokenizer.encode("a");
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    thread.start();
    begun.await();
    thread.interrupt();
    thread.join();
    assertEquals(CancellationException.class, thrown.get().getClass());
    assertFalse(thread.isInterrupted());
  }

  /** The operating system ends the process in this way when memory runs short. */
  @Test
  void aProcessThatSomebodyEndsIsStartedAgain() throws IOException {
    Tokenizer tokenizer =
        Tokenizer.huggingFace(HuggingFaceTextTest.RESOURCES.resolve("byte-pairs.json"));
    int[] before = tokenizer.encode("int a = b;");
    long ended =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().commandLine().orElse("").contains("TokenizerServer"))
            .peek(ProcessHandle::destroyForcibly)
            .peek(child -> child.onExit().join())
            .count();
    assertTrue(ended > 0, "there was a process to end");
    assertArrayEquals(before, tokenizer.encode("int a = b;"));
  }

  @Test
  void aFileThatIsTooLongIsNotRead() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    try (var channel =
        Files.newByteChannel(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE,
            java.nio.file.StandardOpenOption.SPARSE)) {
      channel.position(100_000_001L).write(java.nio.ByteBuffer.wrap(new byte[] {'}'}));
    }
    String said = assertThrows(IOException.class, () -> Tokenizer.huggingFace(file)).getMessage();
    assertEquals(
        file + " is not read as a tokenizer: it has 100,000,002 bytes, more than 100,000,000",
        said);
  }
}
