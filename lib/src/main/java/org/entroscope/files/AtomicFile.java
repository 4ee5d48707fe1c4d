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
 * Writes files and folders that appear whole or not at all: the content goes beside the place,
 * under a name that ends in {@value #PART}, and one rename puts it there.
 */
public final class AtomicFile {

  /** How the names of what is not yet whole end. */
  public static final String PART = ".part";

  private AtomicFile() {}

  /** Fills a file or a folder. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes everything.
     *
     * @param part a file that does not exist yet, or an empty folder
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
    Path part = part(file);
    try {
      content.write(part);
      move(part, file);
    } finally {
      FileTree.delete(part);
    }
  }

  /**
   * Writes a folder with everything in it.
   *
   * @throws IOException if it cannot be written, or something is in its place
   */
  public static void writeFolder(Path folder, Content content) throws IOException {
    write(
        folder,
        part -> {
          Files.createDirectory(part);
          content.write(part);
        });
  }

  /** A name beside a file or a folder for what is not yet, or no longer, whole. */
  public static Path part(Path file) {
    // no createTempFile, because what it makes nobody else may read
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + PART);
  }

  /** Removes what processes that died have begun to write in a place. */
  public static void clearParts(Path file) throws IOException {
    String name = file.getFileName().toString();
    int length = part(file).getFileName().toString().length();
    for (String other : FileTree.names(file.toAbsolutePath().getParent())) {
      if (other.startsWith(name + ".") && other.endsWith(PART) && other.length() == length) {
        FileTree.delete(file.resolveSibling(other));
      }
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
