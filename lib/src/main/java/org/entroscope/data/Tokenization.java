package org.entroscope.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.entroscope.progress.Progress;

/** One pass over a corpus that leaves a token file. */
final class Tokenization {

  /** Text that is encoded at once, on several threads; what bounds the memory. */
  private static final int BATCH_CHARS = 1 << 21;

  /** A temporary file as old as this was left by a process that is no more. */
  private static final Duration ABANDONED = Duration.ofDays(2);

  private Tokenization() {}

  /**
   * Writes the token file.
   *
   * @throws IOException if the corpus cannot be read or has changed since it was made, or the file
   *     cannot be written
   * @throws CancellationException if the thread is interrupted; the interrupt is consumed
   */
  static void write(Corpus corpus, Tokenizer tokenizer, Path path, byte[] key) throws IOException {
    removeAbandoned(path.toAbsolutePath().getParent());
    CorpusStatistics expected = corpus.statistics();
    String task = "Tokenizing " + corpus.name() + " as " + tokenizer.name();
    Omissions omissions = new Omissions();
    try (CorpusStatistics.Counting counting =
            new CorpusStatistics.Counting(corpus.open(omissions), omissions);
        Cursor documents = new SingleFileBlocks(counting);
        TokenFileWriter writer = new TokenFileWriter(path, tokenizer, key);
        ParallelWork workers = new ParallelWork("tokenizing");
        Progress progress = Progress.begin(task, expected.bytes(), "bytes")) {
      long bytes = 0;
      List<Document> batch = batch(documents);
      while (!batch.isEmpty()) {
        List<Encoded> encoded =
            workers.map(
                batch,
                d -> new Encoded(d, TokenizedCorpus.hash(d.text()), tokenizer.encode(d.text())));
        for (Encoded one : encoded) {
          writer.add(one.document.beginsFile(), one.hash, one.tokens);
        }
        progress.advance(counting.bytes() - bytes);
        bytes = counting.bytes();
        batch = batch(documents);
      }
      if (!counting.statistics().hash().equals(expected.hash())) {
        throw new IOException("the text changed while it was read; make the corpus again");
      }
      writer.finish();
      progress.finish("%,d tokens".formatted(writer.tokens()));
    }
  }

  private static List<Document> batch(Cursor documents) throws IOException {
    List<Document> batch = new ArrayList<>();
    int chars = 0;
    while (chars < BATCH_CHARS) {
      Document document = documents.next();
      if (document == null) {
        break;
      }
      batch.add(document);
      chars += document.text().length();
    }
    return batch;
  }

  private record Encoded(Document document, long hash, int[] tokens) {}

  private static void removeAbandoned(Path folder) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> old =
        Files.newDirectoryStream(folder, "*" + TokenFileWriter.TEMPORARY)) {
      for (Path path : old) {
        if (Files.getLastModifiedTime(path).compareTo(limit) < 0) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
