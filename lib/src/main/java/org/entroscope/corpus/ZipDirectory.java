package org.entroscope.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.entroscope.hub.RandomBytes;

/**
 * Checks the list of entries at the end of a zip before the library reads it into memory, because a
 * file of 50 MB can list a million entries.
 */
final class ZipDirectory {

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MOST_COMMENT = 0xffff;
  private static final int LOCATOR_BYTES = 20;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_BYTES = 46;

  /** We measured about 600 bytes per entry, and several copies of its name. */
  private static final int HEAP_PER_ENTRY = 800;

  private static final int HEAP_PER_BYTE = 6;

  private ZipDirectory() {}

  /**
   * Checks that the entries' list fits into half of the heap.
   *
   * @throws IOException if it does not; the message says how many entries there are
   */
  static void check(RandomBytes zip) throws IOException {
    check(zip, Runtime.getRuntime().maxMemory() / 2);
  }

  static void check(RandomBytes zip, long mostHeap) throws IOException {
    long at = start(zip);
    long entries = 0;
    long heap = 0;
    ByteBuffer entry = read(zip, at, ENTRY_BYTES);
    while (entry.remaining() == ENTRY_BYTES && entry.getInt(0) == ENTRY_SIGNATURE) {
      int more = unsigned(entry, 28) + unsigned(entry, 30) + unsigned(entry, 32);
      entries++;
      heap += HEAP_PER_ENTRY + (long) HEAP_PER_BYTE * more;
      at += ENTRY_BYTES + more;
      entry = read(zip, at, ENTRY_BYTES);
    }
    if (heap > mostHeap) {
      throw new IOException(
          "its list of %,d entries needs about %,d MB of memory; start Java with a larger -Xmx, or"
                  .formatted(entries, heap / 1_000_000)
              + " unpack it");
    }
  }

  /**
   * Returns where the list begins, or the end of the file if that cannot be found; the library then
   * reports the fault.
   */
  private static long start(RandomBytes zip) throws IOException {
    long size = zip.size();
    long from = Math.max(0, size - END_BYTES - MOST_COMMENT);
    ByteBuffer tail = read(zip, from, (int) (size - from));
    for (int i = tail.remaining() - END_BYTES; i >= 0; i--) {
      if (tail.getInt(i) == END_SIGNATURE) {
        long start = tail.getInt(i + 16) & 0xffff_ffffL;
        return start == 0xffff_ffffL ? wideStart(zip, from + i) : start;
      }
    }
    return size;
  }

  /**
   * Returns where the list of a zip beyond 4 GB begins, which has a second end record with wider
   * fields.
   */
  private static long wideStart(RandomBytes zip, long end) throws IOException {
    ByteBuffer locator = read(zip, Math.max(0, end - LOCATOR_BYTES), LOCATOR_BYTES);
    if (locator.remaining() < LOCATOR_BYTES || locator.getInt(0) != LOCATOR_SIGNATURE) {
      return zip.size();
    }
    ByteBuffer wide = read(zip, locator.getLong(8), 56);
    return wide.remaining() < 56 ? zip.size() : wide.getLong(48);
  }

  private static int unsigned(ByteBuffer buffer, int at) {
    return buffer.getShort(at) & 0xffff;
  }

  /** Reads the given number of bytes, or fewer at the end of the file. */
  private static ByteBuffer read(RandomBytes zip, long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    int had = 0;
    int read = position < 0 ? -1 : 0;
    while (read >= 0 && had < count) {
      read = zip.read(position + had, bytes, had, count - had);
      had += Math.max(0, read);
    }
    return ByteBuffer.wrap(bytes, 0, had).order(ByteOrder.LITTLE_ENDIAN);
  }
}
