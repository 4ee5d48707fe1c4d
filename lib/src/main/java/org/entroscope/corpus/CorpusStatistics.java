package org.entroscope.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.entroscope.files.Sha256;

/**
 * The size and the hash of a corpus, and what it leaves out.
 *
 * @param files the number of files with text
 * @param bytes the size of their text in bytes of UTF-8
 * @param hash the SHA-256 of the documents' names and texts in their order, 64 hexadecimal digits
 * @param omissions the files and rows that are left out, and why
 */
record CorpusStatistics(long files, long bytes, String hash, Omissions omissions) {

  /** Counts the documents that pass through. */
  static final class Counting implements Cursor {

    private final Cursor documents;
    private final MessageDigest digest = Sha256.digest();
    private final Omissions omissions;
    private long files;
    private long bytes;

    /**
     * @param omissions the omissions to which the documents' source writes
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

    /** Ends the count and returns the statistics. */
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
