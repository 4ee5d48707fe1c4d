package org.entroscope.training;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.entroscope.files.Reason;

/**
 * Puts a new run in place of an old one, so that a process killed at any instant leaves one of the
 * two, whole.
 *
 * <p>No file system lets Java exchange two folders in one step. So the new files are written beside
 * the old ones, and one rename, to {@value #NEXT}, makes them the run's: from then on a file of
 * that folder counts before the one of its name above it. What follows only tidies up, and who
 * saves next finishes it.
 */
final class RunReplacement {

  private static final String NEXT = ".next";
  private static final String PART = ".part-";

  private RunReplacement() {}

  /** Writes a run's files into an empty folder, {@value RunFiles#RECORD} among them. */
  interface Content {
    void write(Path part) throws IOException;
  }

  /** The file of a run that counts. */
  static Path current(Path folder, String name) {
    Path next = folder.resolve(NEXT).resolve(name);
    return Files.exists(next) ? next : folder.resolve(name);
  }

  /**
   * Writes a run.
   *
   * @param folder an absolute path
   * @throws IOException if it cannot be written, or the folder exists and is no run; what was there
   *     is then as it was
   */
  static void write(Path folder, Content content) throws IOException {
    boolean replaces = Files.exists(folder);
    if (replaces && !Files.exists(current(folder, RunFiles.RECORD))) {
      throw new IOException(
          folder + " exists and is not a run; choose another folder, or remove that one");
    }
    try {
      String beside = "." + folder.getFileName() + PART;
      Files.createDirectories(folder.getParent());
      clear(folder.getParent(), beside);
      if (replaces) {
        settle(folder);
        clear(folder, PART);
      }
      Path part =
          replaces
              ? Files.createTempDirectory(folder, PART)
              : Files.createTempDirectory(folder.getParent(), beside);
      try {
        content.write(part);
        move(part, replaces ? folder.resolve(NEXT) : folder);
      } finally {
        RunFolder.delete(part);
      }
      settle(folder);
    } catch (FileSystemException e) {
      throw new IOException("cannot save the run to " + folder + ": " + Reason.withFile(e), e);
    }
  }

  /**
   * Moves the files of a new run over those of the old one, which has the same; run.json is last.
   */
  private static void settle(Path folder) throws IOException {
    Path next = folder.resolve(NEXT);
    if (!Files.exists(next)) {
      return;
    }
    for (Path file : startingWith(next, "")) {
      if (!file.endsWith(RunFiles.RECORD)) {
        move(file, folder.resolve(file.getFileName()));
      }
    }
    if (Files.exists(next.resolve(RunFiles.RECORD))) {
      move(next.resolve(RunFiles.RECORD), folder.resolve(RunFiles.RECORD));
    }
    RunFolder.delete(next);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void clear(Path folder, String beginning) throws IOException {
    for (Path file : startingWith(folder, beginning)) {
      RunFolder.delete(file);
    }
  }

  private static List<Path> startingWith(Path folder, String beginning) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith(beginning)).toList();
    }
  }
}
