package org.entroscope.tokens;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The header of a token file. The file is little-endian and consists of this header, the tokens in
 * 2 or 4 bytes each, and an index with {@link #INDEX_BYTES} bytes per document: the index of its
 * first token, the hash of its text (the first 8 bytes of its SHA-256), and the number of its file.
 *
 * @param tokenBytes the number of bytes per token, 2 or 4
 * @param vocabulary the vocabulary size; all ids are below it
 * @param tokens the number of tokens
 * @param documents the number of documents
 * @param checksum the CRC-32C of everything after the header
 * @param key the SHA-256 of corpus hash, tokenizer and format version, 32 bytes
 */
record TokenFormat(
    int tokenBytes, int vocabulary, long tokens, long documents, long checksum, byte[] key) {

  /** The version, which increases with every change of the format or of its content. */
  static final int VERSION = 1;

  static final int HEADER_BYTES = 80;
  static final int INDEX_BYTES = 3 * Long.BYTES;

  private static final long MAGIC = 0x534e454b4f544e45L; // "ENTOKENS"
  private static final int KEY_BYTES = 32;

  static int tokenBytes(int vocabulary) {
    return vocabulary <= 1 << 16 ? 2 : 4;
  }

  /** Returns the position at which the index begins. */
  long indexStart() {
    return HEADER_BYTES + tokens * tokenBytes;
  }

  long fileBytes() {
    return indexStart() + documents * INDEX_BYTES;
  }

  /** Returns the header in a buffer whose position is at its end. */
  ByteBuffer toHeader() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION << 8 | tokenBytes).putInt(vocabulary);
    header.putLong(tokens).putLong(documents).putLong(checksum).put(key);
    header.putLong(crc(header));
    return header;
  }

  /**
   * Reads a header.
   *
   * @throws DamagedException if it is not a header, or has another version
   */
  static TokenFormat fromHeader(ByteBuffer header) throws DamagedException {
    header.order(ByteOrder.LITTLE_ENDIAN);
    if (header.remaining() < HEADER_BYTES) {
      throw new DamagedException("it is shorter than its header");
    }
    if (header.getLong() != MAGIC) {
      throw new DamagedException("it is not a token file");
    }
    int kind = header.getInt();
    int vocabulary = header.getInt();
    long tokens = header.getLong();
    long documents = header.getLong();
    long checksum = header.getLong();
    byte[] key = new byte[KEY_BYTES];
    header.get(key);
    long expected = crc(header);
    if (header.getLong() != expected) {
      throw new DamagedException("its header has a wrong checksum");
    }
    if (kind >> 8 != VERSION || (kind & 0xff) != tokenBytes(vocabulary)) {
      throw new DamagedException("it is of format version " + (kind >> 8));
    }
    return new TokenFormat(kind & 0xff, vocabulary, tokens, documents, checksum, key);
  }

  /** Returns the checksum of the bytes before the buffer's position. */
  private static long crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().flip());
    return crc.getValue();
  }

  /** A token file that cannot be used; the message completes "the file is damaged: ...". */
  static final class DamagedException extends Exception {
    DamagedException(String why) {
      super(why);
    }
  }
}
