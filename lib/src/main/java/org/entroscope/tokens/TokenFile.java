package org.entroscope.tokens;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A token file mapped into memory, in segments because one mapping is limited to 2 GB. */
final class TokenFile {

  /** Segments have 1 GiB, a power of two and therefore a multiple of every token size. */
  static final int SEGMENT_BITS = 30;

  private final TokenFormat format;
  private final int segmentBits;
  private final ByteBuffer[] tokens;
  private final long[] starts;
  private final long[] hashes;
  private final int[] files;

  /**
   * Maps a file and checks its whole content.
   *
   * @param key the key that the file must have, which identifies corpus and tokenizer
   * @throws TokenFormat.DamagedException if the content is damaged or has another key
   */
  TokenFile(Path path, byte[] key, int segmentBits)
      throws IOException, TokenFormat.DamagedException {
    this.segmentBits = segmentBits;
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer header = ByteBuffer.allocate(TokenFormat.HEADER_BYTES);
      while (header.hasRemaining() && channel.read(header) >= 0) {}
      format = TokenFormat.fromHeader(header.flip());
      if (!Arrays.equals(key, format.key())) {
        throw new TokenFormat.DamagedException("it belongs to another text or another tokenizer");
      }
      if (channel.size() != format.fileBytes()) {
        throw new TokenFormat.DamagedException(
            "it has %,d bytes instead of %,d".formatted(channel.size(), format.fileBytes()));
      }
      long tokenBytes = format.tokens() * format.tokenBytes();
      tokens = map(channel, TokenFormat.HEADER_BYTES, tokenBytes);
      ByteBuffer[] index =
          map(channel, format.indexStart(), format.fileBytes() - format.indexStart());
      checkSum(index);
      int documents = Math.toIntExact(format.documents());
      starts = new long[documents + 1];
      hashes = new long[documents];
      files = new int[documents];
      starts[documents] = format.tokens();
      for (int i = 0; i < documents; i++) {
        starts[i] = indexed(index, 3L * i);
        hashes[i] = indexed(index, 3L * i + 1);
        files[i] = (int) indexed(index, 3L * i + 2);
      }
    }
  }

  private ByteBuffer[] map(FileChannel channel, long start, long length) throws IOException {
    long segment = 1L << segmentBits;
    ByteBuffer[] mapped = new ByteBuffer[Math.toIntExact((length + segment - 1) / segment)];
    for (int i = 0; i < mapped.length; i++) {
      long from = i * segment;
      mapped[i] =
          channel
              .map(FileChannel.MapMode.READ_ONLY, start + from, Math.min(segment, length - from))
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    return mapped;
  }

  private void checkSum(ByteBuffer[] index) throws TokenFormat.DamagedException {
    CRC32C crc = new CRC32C();
    for (ByteBuffer[] part : new ByteBuffer[][] {tokens, index}) {
      for (ByteBuffer segment : part) {
        crc.update(segment.duplicate());
      }
    }
    if (crc.getValue() != format.checksum()) {
      throw new TokenFormat.DamagedException("its content has a wrong checksum");
    }
  }

  private long indexed(ByteBuffer[] index, long place) {
    long at = place * Long.BYTES;
    return index[(int) (at >>> segmentBits)].getLong((int) (at & (1L << segmentBits) - 1));
  }

  /** Copies tokens, beginning with the token at index {@code first}. */
  void read(long first, int count, int[] target, int offset) {
    for (int i = 0; i < count; i++) {
      long at = (first + i) * format.tokenBytes();
      ByteBuffer segment = tokens[(int) (at >>> segmentBits)];
      int within = (int) (at & (1L << segmentBits) - 1);
      target[offset + i] =
          format.tokenBytes() == 2 ? segment.getShort(within) & 0xffff : segment.getInt(within);
    }
  }

  long tokens() {
    return format.tokens();
  }

  int documents() {
    return hashes.length;
  }

  /**
   * Returns the index of a document's first token; the last document ends at {@code
   * start(documents())}.
   */
  long start(int document) {
    return starts[document];
  }

  long[] hashes() {
    return hashes;
  }

  int[] files() {
    return files;
  }
}
