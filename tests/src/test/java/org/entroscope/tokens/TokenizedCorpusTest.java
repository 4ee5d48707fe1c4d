package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entroscope.corpus.Corpus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizedCorpusTest {

  /** A tokenizer that counts its calls. Each character plus a constant is a token. */
  private static final class Characters implements Tokenizer {

    private final int vocabulary;
    private final int added;
    private final AtomicInteger calls = new AtomicInteger();

    Characters(int vocabulary, int added) {
      this.vocabulary = vocabulary;
      this.added = added;
    }

    @Override
    public String name() {
      return "characters";
    }

    @Override
    public int vocabularySize() {
      return vocabulary;
    }

    @Override
    public int[] encode(String text) {
      calls.incrementAndGet();
      return text.chars().map(c -> c + added).toArray();
    }

    @Override
    public String decode(int[] tokens) {
      StringBuilder text = new StringBuilder();
      IntStream.of(tokens).forEach(token -> text.append((char) (token - added)));
      return text.toString();
    }
  }

  private static final int FILES = 30;

  @TempDir Path folder;
  private Path files;

  @BeforeEach
  void corpus() throws IOException {
    files = Files.createDirectories(folder.resolve("files"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(
          files.resolve("f%02d.txt".formatted(i)), ("file " + i + "\n").repeat(i + 1));
    }
  }

  private TokenizedCorpus tokenized(Tokenizer tokenizer) {
    return Corpus.of(files).tokenize(tokenizer, folder);
  }

  private List<Path> kept(String ending) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }

  private static String text(TokenSplit split, Tokenizer tokenizer) {
    Examples examples = split.examples(1);
    StringBuilder text = new StringBuilder();
    for (long i = 0; i < examples.size(); i++) {
      text.append(tokenizer.decode(examples.get(i)));
    }
    return text.toString();
  }

  @Test
  void textIsTokenizedOnceAndThenReadBack() throws IOException {
    Characters tokenizer = new Characters(1 << 16, 0);
    TokenizedCorpus first = tokenized(tokenizer);
    assertEquals(FILES, tokenizer.calls.get());
    TokenizedCorpus second = tokenized(tokenizer);
    assertEquals(FILES, tokenizer.calls.get());
    assertEquals(first.toString(), second.toString());
    assertEquals(text(first.training(), tokenizer), text(second.training(), tokenizer));
    assertEquals(1, kept(".tokens").size());
    assertEquals(List.of(), kept(".part"));
    // a changed text or vocabulary results in another file
    Files.writeString(files.resolve("f00.txt"), "changed");
    tokenized(tokenizer);
    tokenized(new Characters(1 << 15, 0));
    assertEquals(3, kept(".tokens").size());
  }

  @Test
  void largeVocabulariesHaveRoom() {
    Characters tokenizer = new Characters(3_000_000, 2_000_000);
    TokenizedCorpus tokenized = tokenized(tokenizer);
    String text = text(tokenized.training(), tokenizer) + text(tokenized.evaluation(), tokenizer);
    assertEquals(Corpus.of(files).bytes(), text.length());
    assertTrue(text.contains("file 17\nfile 17\n"));
    Characters high = new Characters(65_536, 65_000);
    assertTrue(text(tokenized(high).training(), high).contains("file "));
  }

  @Test
  void idsOutsideOfTheVocabularyAreNoticed() throws IOException {
    String message =
        assertThrows(IllegalStateException.class, () -> tokenized(new Characters(100, 0)))
            .getMessage();
    assertTrue(message.startsWith("the tokenizer characters returned the id 1"), message);
    assertEquals(List.of(), kept(".part"));
    assertEquals(List.of(), kept(".tokens"));
  }

  @Test
  void segmentsJoinWithoutASeam() throws IOException {
    for (int vocabulary : new int[] {256, 100_000}) {
      Characters tokenizer = new Characters(vocabulary, 0);
      TokenizedCorpus whole = tokenized(tokenizer);
      // with segments of 64 bytes, examples and the index span many segments
      TokenizedCorpus cut =
          TokenizedCorpus.open(whole.path(), whole.name(), whole.hash(), tokenizer, 6);
      Examples expected = whole.training().examples(50);
      Examples found = cut.training().examples(50);
      assertEquals(expected.size(), found.size());
      for (long i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), found.get(i));
      }
    }
  }

  @Test
  void aDamagedFileIsMadeAgain() throws IOException {
    Characters tokenizer = new Characters(256, 0);
    String expected = text(tokenized(tokenizer).training(), tokenizer);
    Path file = kept(".tokens").get(0);
    byte[] good = Files.readAllBytes(file);
    int made = tokenizer.calls.get();
    for (int at = 0; at < good.length; at += at < 90 ? 7 : good.length / 10) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(file, bad);
      assertEquals(expected, text(tokenized(tokenizer).training(), tokenizer), "byte " + at);
      made += FILES;
      assertEquals(made, tokenizer.calls.get(), "byte " + at + " was not noticed");
    }
    for (int length : new int[] {0, 5, 79, 80, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      assertEquals(expected, text(tokenized(tokenizer).training(), tokenizer));
      made += FILES;
      assertEquals(made, tokenizer.calls.get(), "length " + length + " was not noticed");
    }
    assertArrayEquals(good, Files.readAllBytes(file));
  }

  @Test
  void severalMayTokenizeAtOnce() throws IOException {
    List<String> found =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> tokenized(Tokenizer.bytes()))
            .map(tokenized -> text(tokenized.training(), Tokenizer.bytes()))
            .distinct()
            .toList();
    assertEquals(1, found.size());
    assertEquals(1, kept(".tokens").size());
    assertEquals(List.of(), kept(".part"));
  }

  @Test
  void whatDeadProcessesLeftIsRemoved() throws IOException {
    Path old = Files.createFile(folder.resolve("tokens1.part"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    Path young = Files.createFile(folder.resolve("tokens2.part"));
    tokenized(Tokenizer.bytes());
    assertEquals(List.of(young), kept(".part"));
  }

  @Test
  void textThatChangesMeanwhileIsNotKept() throws IOException {
    Corpus corpus = Corpus.of(files);
    corpus.hash();
    Files.writeString(files.resolve("f03.txt"), "changed");
    String message =
        assertThrows(UncheckedIOException.class, () -> corpus.tokenize(Tokenizer.bytes(), folder))
            .getMessage();
    assertTrue(message.endsWith("the text changed while it was read; create the corpus again"));
    assertEquals(List.of(), kept(".tokens"));
  }

  @Test
  void anInterruptEndsItAndLeavesNothing() throws IOException {
    Corpus corpus = Corpus.of(files);
    corpus.hash();
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> corpus.tokenize(Tokenizer.bytes(), folder));
    assertEquals(List.of(), kept(".part"));
    assertEquals(List.of(), kept(".tokens"));
  }

  @Test
  void anOnlyTextIsSplitByBlocksOfLines() {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 1000).forEach(i -> text.append("line ").append(i).append('\n'));
    TokenizedCorpus tokenized = Corpus.of(text.toString()).tokenize(Tokenizer.bytes(), folder);
    assertEquals(text.length(), tokenized.tokens());
    int blocks = tokenized.training().documents() + tokenized.evaluation().documents();
    assertTrue(blocks >= 20 && blocks <= 22, "blocks " + blocks);
    assertTrue(tokenized.evaluation().documents() >= 1);
    assertTrue(tokenized.training().documents() >= 10);
    String held = text(tokenized.evaluation(), Tokenizer.bytes());
    assertTrue(held.endsWith("\n"));
    assertTrue(held.lines().allMatch(line -> line.matches("line \\d+")), "cut within a line");
    assertTrue(tokenized.toString().contains("one file only"));
    assertTrue(tokenized.training().examples(64).batches(16, 0).at(3).length > 0);
  }

  /** A cache folder may be shared, so its files have the usual permissions. */
  @Test
  void whoMayReadOtherFilesMayReadTokenFiles() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path other = Files.createFile(folder.resolve("other"));
    tokenized(Tokenizer.bytes());
    assertEquals(
        Files.getPosixFilePermissions(other),
        Files.getPosixFilePermissions(kept(".tokens").get(0)));
  }

  @Test
  void theCacheFolderIsTheUsers() {
    System.setProperty("entroscope.home", folder.resolve("home").toString());
    try {
      Corpus.of(files).tokenize(Tokenizer.bytes());
      assertTrue(Files.isDirectory(folder.resolve("home/tokens")));
    } finally {
      System.clearProperty("entroscope.home");
    }
  }

  @Test
  void aFullDiskIsSaidWithTheFile() throws IOException {
    Configuration small = Configuration.unix().toBuilder().setMaxSize(20_000).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path cache = Files.createDirectories(disk.getPath("/cache"));
      Corpus corpus = Corpus.of("text ".repeat(100_000));
      String said =
          assertThrows(UncheckedIOException.class, () -> corpus.tokenize(Tokenizer.bytes(), cache))
              .getMessage();
      assertTrue(said.startsWith("cannot tokenize text into /cache/bytes-"), said);
      assertTrue(said.endsWith("out of disk space"), said);
      try (Stream<Path> left = Files.list(cache)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  /**
   * Neither more of this text nor a shorter context would help, so the message does not suggest
   * them.
   */
  @Test
  void oneRepeatedLineHasNothingToHoldOut() throws IOException {
    Corpus corpus = Corpus.of("int a = b;\n".repeat(2000));
    Examples none = corpus.tokenize(Tokenizer.bytes(), folder).evaluation().examples(32);
    String said = assertThrows(IllegalArgumentException.class, none::required).getMessage();
    assertEquals(
        "the evaluation split of text is empty: all 20 parts of the corpus have the same text, and"
            + " copies of a text stay on one side; add other text, or choose what to hold out:"
            + " on(corpus, heldOut)",
        said);
  }

  @Test
  void shortDocumentsAreToldWithTheirLength() {
    Examples none = tokenized(Tokenizer.bytes()).evaluation().examples(5000);
    String said = assertThrows(IllegalArgumentException.class, none::required).getMessage();
    assertTrue(
        said.matches(".* has no 5,000 tokens in a row: its longest document has \\d+;.*"), said);
    Examples some = tokenized(Tokenizer.bytes()).evaluation().examples(2);
    assertEquals(some, some.required());
  }
}
