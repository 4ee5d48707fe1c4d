package org.entroscope.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that appear whole or not at all: the content goes to a file beside the place, whose
 * name ends in {@value #PART}, and one rename puts it there.
 */
public final class AtomicFile {

  /** How the names of files that are not yet whole end. */
  public static final String PART = ".part";

  private AtomicFile() {}

  /** Fills a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes everything.
     *
     * @param part does not exist yet
     */
    void write(Path part) throws IOException;
  }

  /**
   * Writes a file, in the place of one that may be there.
   *
   * @throws IOException if it cannot be written; what was there is then as it was
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(
        file,
        part -> {
          try (FileChannel channel =
              FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
              channel.write(bytes);
            }
            channel.force(true); // or the rename could outlive the content in a power cut
          }
        });
  }

  /** {@link #write(Path, byte[])} of what is too large for memory. */
  public static void write(Path file, Content content) throws IOException {
    // made by its own name, because what createTempFile makes nobody else may read
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + PART);
    try {
      content.write(part);
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Renames a file, over one that may be there, in one step where the file system can. */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
