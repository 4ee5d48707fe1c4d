package org.entroscope.tokens.isolated;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;

/**
 * The messages between a caller and its tokenizer process. Each has a mark, a kind, a length and
 * that many bytes.
 */
final class Messages {

  static final byte LOAD = 1;
  static final byte ENCODE = 2;
  static final byte DECODE = 3;
  static final byte READY = 4;
  static final byte RESULT = 5;
  static final byte FAILURE = 6;

  /** Distinguishes messages from other output that a library might print. */
  private static final int MARK = 0x7e_10_ce_17;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  private Messages() {}

  record Message(byte kind, byte[] content) {}

  static void write(DataOutputStream out, byte kind, byte[] content) throws IOException {
    out.writeInt(MARK);
    out.writeByte(kind);
    out.writeInt(content.length);
    out.write(content);
    out.flush();
  }

  /**
   * Reads the next message.
   *
   * @throws java.io.EOFException if the other side has ended
   */
  static Message read(DataInputStream in) throws IOException {
    if (in.readInt() != MARK) {
      throw new StreamCorruptedException("something that is not a message was written");
    }
    byte kind = in.readByte();
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new StreamCorruptedException("a message claims " + length + " bytes");
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new java.io.EOFException("a message ended early");
    }
    return new Message(kind, content);
  }

  static byte[] ofInts(int[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES));
    buffer.asIntBuffer().put(values);
    return buffer.array();
  }

  static int[] toInts(byte[] content) {
    int[] values = new int[content.length / Integer.BYTES];
    ByteBuffer.wrap(content).asIntBuffer().get(values);
    return values;
  }
}
