package org.entroscope.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.entroscope.files.Sha256;

/**
 * What a corpus holds.
 *
 * @param files how many files with text
 * @param bytes how long their text is as UTF-8
 * @param hash SHA-256 over the documents' names and texts in their order, 64 hexadecimal digits
 * @param omissions what is left out, and why
 */
record CorpusStatistics(long files, long bytes, String hash, Omissions omissions) {

  /** Counts what passes through. */
  static final class Counting implements Cursor {

    private final Cursor documents;
    private final MessageDigest digest = Sha256.digest();
    private final Omissions omissions;
    private long files;
    private long bytes;

    /**
     * @param omissions which the documents' source writes to
     */
    Counting(Cursor documents, Omissions omissions) {
      this.documents = documents;
      this.omissions = omissions;
    }

    @Override
    public Document next() throws IOException {
      Document document = documents.next();
      if (document != null) {
        byte[] name = document.name().getBytes(StandardCharsets.UTF_8);
        byte[] text = document.text().getBytes(StandardCharsets.UTF_8);
        // the length before the name keeps ("ab", ...) apart from ("a", "b...")
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, name.length));
        digest.update(name);
        digest.update(Sha256.digest().digest(text));
        files += document.beginsFile() ? 1 : 0;
        bytes += text.length;
      }
      return document;
    }

    long files() {
      return files;
    }

    long bytes() {
      return bytes;
    }

    /** What has passed; ends the count. */
    CorpusStatistics statistics() {
      return new CorpusStatistics(
          files, bytes, HexFormat.of().formatHex(digest.digest()), omissions);
    }

    @Override
    public void close() throws IOException {
      documents.close();
    }
  }
}
