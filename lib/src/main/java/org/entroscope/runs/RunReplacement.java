package org.entroscope.runs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.FileTree;
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

  private RunReplacement() {}

  /** The file of a run that counts. */
  static Path current(Path folder, String name) {
    Path next = folder.resolve(NEXT).resolve(name);
    return Files.exists(next) ? next : folder.resolve(name);
  }

  /**
   * Writes a run.
   *
   * @param folder an absolute path; what it holds is a run, or not yet one
   * @throws IOException if it cannot be written; what was there is then as it was
   */
  static void write(Path folder, AtomicFile.Content content) throws IOException {
    boolean replaces = Files.exists(folder);
    Path target = replaces ? folder.resolve(NEXT) : folder;
    try {
      Files.createDirectories(folder.getParent());
      AtomicFile.clearParts(folder);
      tidy(folder);
      AtomicFile.writeFolder(target, content);
      tidy(folder);
    } catch (FileSystemException e) {
      throw new IOException("cannot save the run to " + folder + ": " + Reason.withFile(e), e);
    }
  }

  /** Finishes what a process began that died: only the files of the run that counts are left. */
  static void tidy(Path folder) throws IOException {
    AtomicFile.clearParts(folder.resolve(NEXT));
    settle(folder);
    RunFiles run = new RunFiles(folder, false);
    if (run.isReadable()) {
      for (String name : RunFiles.NAMES) {
        if (!run.lists(name)) {
          Files.deleteIfExists(folder.resolve(name));
        }
      }
    }
  }

  /** Moves the files of a new run over those of the old one; run.json is last. */
  private static void settle(Path folder) throws IOException {
    Path next = folder.resolve(NEXT);
    List<String> names = FileTree.names(next);
    for (String name : names) {
      if (!name.equals(RunFiles.RECORD)) {
        AtomicFile.move(next.resolve(name), folder.resolve(name));
      }
    }
    if (names.contains(RunFiles.RECORD)) {
      AtomicFile.move(next.resolve(RunFiles.RECORD), folder.resolve(RunFiles.RECORD));
    }
    FileTree.delete(next);
  }
}
