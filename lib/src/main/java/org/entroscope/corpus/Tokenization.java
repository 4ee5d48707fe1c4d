package org.entroscope.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.entroscope.files.Sha256;
import org.entroscope.progress.Progress;
import org.entroscope.tokens.TokenFileWriter;
import org.entroscope.tokens.Tokenizer;

/** Tokenizes a corpus in one pass and writes the token file. */
final class Tokenization {

  /**
   * The number of characters that are encoded at once on several threads; this bounds the memory.
   */
  private static final int BATCH_CHARS = 1 << 21;

  private Tokenization() {}

  /**
   * Writes the tokens of every document.
   *
   * @throws IOException if the corpus cannot be read or has changed since it was made, or the file
   *     cannot be written
   * @throws CancellationException if the thread is interrupted; the interrupt status is cleared
   */
  static void write(Corpus corpus, Tokenizer tokenizer, TokenFileWriter writer) throws IOException {
    CorpusStatistics expected = corpus.statistics();
    String task = "Tokenizing " + corpus.name() + " as " + tokenizer.name();
    Omissions omissions = new Omissions();
    try (CorpusStatistics.Counting counting =
            new CorpusStatistics.Counting(corpus.open(omissions), omissions);
        Cursor documents = new SingleFileBlocks(counting);
        ParallelWork workers = new ParallelWork("tokenizing");
        Progress progress = Progress.begin(task, expected.bytes(), "bytes")) {
      long bytes = 0;
      List<Document> batch = batch(documents);
      while (!batch.isEmpty()) {
        List<Encoded> encoded =
            workers.map(batch, d -> new Encoded(d, hash(d.text()), tokenizer.encode(d.text())));
        for (Encoded one : encoded) {
          writer.add(one.document.beginsFile(), one.hash, one.tokens);
        }
        progress.advance(counting.bytes() - bytes);
        bytes = counting.bytes();
        batch = batch(documents);
      }
      if (!counting.statistics().hash().equals(expected.hash())) {
        throw new IOException("the text changed while it was read; create the corpus again");
      }
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

  /** Returns the first 8 bytes of a text's SHA-256. */
  private static long hash(String text) {
    return ByteBuffer.wrap(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
