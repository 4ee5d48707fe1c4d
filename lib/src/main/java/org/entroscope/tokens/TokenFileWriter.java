package org.entroscope.tokens;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.entroscope.files.AtomicFile;

/**
 * Writes a token file under a temporary name and renames it when it is complete, so that neither a
 * crash nor another process that writes the same file can leave an incomplete one. The writer needs
 * about 1 MiB of memory for a corpus of any size, because it writes the index to a separate file
 * until the tokens are complete.
 */
public final class TokenFileWriter implements Closeable {

  /** Writes the documents of a corpus. */
  public interface Content {

    /**
     * {@linkplain TokenFileWriter#add Adds} all documents in their order.
     *
     * @throws IOException if the corpus cannot be read, or the file cannot be written
     */
    void write(TokenFileWriter file) throws IOException;
  }

  /** A temporary file of this age was left by a process that has ended. */
  private static final Duration ABANDONED = Duration.ofDays(2);

  private final Path target;
  private final int vocabulary;
  private final String tokenizer;
  private final byte[] key;
  private final Path tokensPath;
  private final Path indexPath;
  private final FileChannel tokensFile;
  private final FileChannel indexFile;
  private final ByteBuffer tokensBuffer = buffer(1 << 20);
  private final ByteBuffer indexBuffer = buffer(1024 * TokenFormat.INDEX_BYTES);
  private final CRC32C crc = new CRC32C();
  private long tokensEnd = TokenFormat.HEADER_BYTES;
  private long indexEnd;
  private long tokens;
  private long documents;
  private long files = -1;

  TokenFileWriter(Path target, Tokenizer tokenizer, byte[] key) throws IOException {
    this.target = target;
    this.vocabulary = tokenizer.vocabularySize();
    this.tokenizer = tokenizer.name();
    this.key = key;
    Path folder = target.toAbsolutePath().getParent();
    removeAbandoned(folder);
    String ending = UUID.randomUUID() + AtomicFile.PART;
    tokensPath = folder.resolve("tokens" + ending);
    indexPath = folder.resolve("index" + ending);
    tokensFile = FileChannel.open(tokensPath, CREATE_NEW, WRITE);
    indexFile = FileChannel.open(indexPath, CREATE_NEW, READ, WRITE);
  }

  private static void removeAbandoned(Path folder) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*" + AtomicFile.PART)) {
      for (Path path : old) {
        if (Files.getLastModifiedTime(path).compareTo(limit) < 0) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Adds a document.
   *
   * @param beginsFile whether the document begins a file; false for a further part of the previous
   *     document's file
   * @param hash the first 8 bytes of the SHA-256 of its text, which determine its side of the split
   * @param ids the tokens of the document
   * @throws IllegalStateException if an id is outside the tokenizer's vocabulary
   */
  public void add(boolean beginsFile, long hash, int[] ids) throws IOException {
    files += beginsFile || files < 0 ? 1 : 0;
    indexBuffer.putLong(tokens).putLong(hash).putLong(files);
    if (!indexBuffer.hasRemaining()) {
      flushIndex();
    }
    int tokenBytes = TokenFormat.tokenBytes(vocabulary);
    for (int id : ids) {
      if (id < 0 || id >= vocabulary) {
        throw new IllegalStateException(
            "the tokenizer %s returned the id %d, but its vocabulary size is %d"
                .formatted(tokenizer, id, vocabulary));
      }
      if (tokenBytes == 2) {
        tokensBuffer.putShort((short) id);
      } else {
        tokensBuffer.putInt(id);
      }
      if (!tokensBuffer.hasRemaining()) {
        flushTokens();
      }
    }
    tokens += ids.length;
    documents++;
  }

  /** Returns the number of tokens added so far. */
  public long tokens() {
    return tokens;
  }

  private void flushTokens() throws IOException {
    crc.update(tokensBuffer.duplicate().flip());
    tokensEnd = flush(tokensBuffer, tokensFile, tokensEnd);
  }

  private void flushIndex() throws IOException {
    indexEnd = flush(indexBuffer, indexFile, indexEnd);
  }

  private static long flush(ByteBuffer buffer, FileChannel file, long at) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      at += file.write(buffer, at);
    }
    buffer.clear();
    return at;
  }

  /** Completes the file and moves it to its final name. */
  void finish() throws IOException {
    flushTokens();
    flushIndex();
    int read;
    for (long at = 0; (read = indexFile.read(tokensBuffer, at)) > 0; at += read) {
      flushTokens();
    }
    int tokenBytes = TokenFormat.tokenBytes(vocabulary);
    TokenFormat format =
        new TokenFormat(tokenBytes, vocabulary, tokens, documents, crc.getValue(), key);
    flush(format.toHeader(), tokensFile, 0);
    tokensFile.force(true);
    tokensFile.close();
    try {
      AtomicFile.move(tokensPath, target);
    } catch (AccessDeniedException e) {
      // Windows does not replace a mapped file: another process has already written the same file
      if (!Files.exists(target)) {
        throw e;
      }
    }
  }

  /** Removes unfinished files. */
  @Override
  public void close() throws IOException {
    try (tokensFile;
        indexFile) {
      // closed first, because some systems cannot delete an open file
    } finally {
      Files.deleteIfExists(tokensPath);
      Files.deleteIfExists(indexPath);
    }
  }
}
