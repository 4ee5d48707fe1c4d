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
 * Replaces an old run by a new one, so that one of the two remains complete if the process is
 * killed at any moment.
 *
 * <p>Java cannot exchange two folders in one step. So the new files are written to a folder beside
 * the old ones, and one rename of this folder to {@value #NEXT} makes them valid: from then on, a
 * file in that folder takes precedence over the file of the same name above it. The remaining steps
 * only tidy up. If they are interrupted, the next save completes them.
 */
final class RunReplacement {

  private static final String NEXT = ".next";

  private RunReplacement() {}

  /** Returns the valid file of a run. */
  static Path current(Path folder, String name) {
    Path next = folder.resolve(NEXT).resolve(name);
    return Files.exists(next) ? next : folder.resolve(name);
  }

  /**
   * Writes a run.
   *
   * @param folder an absolute path; the folder contains a run, or no run yet
   * @throws IOException if it cannot be written; an existing run is then unchanged
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

  /**
   * Completes the replacement that a killed process began, so that only the files of the valid run
   * are left.
   */
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

  /** Moves the files of a new run over the files of the old one, run.json last. */
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
