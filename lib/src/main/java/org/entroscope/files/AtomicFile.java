package org.entroscope.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes files and folders that appear complete or not at all. The content is first written to a
 * temporary name in the same folder, which ends in {@value #PART}, and then renamed in one step.
 */
public final class AtomicFile {

  /** The ending of the names of unfinished files and folders. */
  public static final String PART = ".part";

  /** Matches the text that {@link #part} appends to a name. */
  private static final Pattern APPENDED =
      Pattern.compile("\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\" + PART + "$");

  private AtomicFile() {}

  /** Writes the content of a file or a folder. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes all of the content.
     *
     * @param part a file that does not exist yet, or an empty folder
     */
    void write(Path part) throws IOException;
  }

  /**
   * Writes a file and replaces an existing one.
   *
   * @throws IOException if it cannot be written; an existing file is then unchanged
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
            channel.force(true); // otherwise a power cut could keep the rename but lose the content
          }
        });
  }

  /** Writes a file and replaces an existing one, for content that is too large for memory. */
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
   * Writes a folder and all of its content.
   *
   * @throws IOException if it cannot be written, or if a file or a folder of that name exists
   */
  public static void writeFolder(Path folder, Content content) throws IOException {
    write(
        folder,
        part -> {
          Files.createDirectory(part);
          content.write(part);
        });
  }

  /** Returns a new temporary name in the same folder as a file or folder. */
  public static Path part(Path file) {
    // createTempFile would make a file that no other user may read
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + PART);
  }

  /** Removes the unfinished files that crashed processes left beside a file. */
  public static void clearParts(Path file) throws IOException {
    String name = file.getFileName().toString();
    for (String other : FileTree.names(file.toAbsolutePath().getParent())) {
      if (other.startsWith(name) && APPENDED.matcher(other.substring(name.length())).matches()) {
        FileTree.delete(file.resolveSibling(other));
      }
    }
  }

  /** Deletes unfinished files and folders of Entroscope that are more than an hour old. */
  public static void clearAbandoned(Path folder) throws IOException {
    Instant newest = Instant.now().minus(Duration.ofHours(1));
    for (String name : FileTree.names(folder)) {
      Path part = folder.resolve(name);
      if (APPENDED.matcher(name).find()
          && Files.getLastModifiedTime(part).toInstant().isBefore(newest)) {
        FileTree.delete(part);
      }
    }
  }

  /** Renames a file and replaces an existing one, in one step where the file system supports it. */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
