package org.entroscope.lab;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks before a long computation whether its results can be written. */
final class Writable {

  private Writable() {}

  /**
   * Checks a file or folder that exists or will be created.
   *
   * @param target the file or folder
   * @param what a description of the result
   * @param advice what to do if it cannot be written
   * @throws LabException if it cannot be written
   */
  static void check(Path target, String what, String advice) {
    Path existing = target.toAbsolutePath().normalize();
    boolean missing = false;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
      missing = true;
    }
    boolean folderInTheWay = missing && !Files.isDirectory(existing);
    if (folderInTheWay || !Files.isWritable(existing)) {
      throw new LabException(
          "cannot write %s to %s: %s %s; %s"
              .formatted(
                  what,
                  target,
                  existing,
                  folderInTheWay ? "is not a folder" : "is not writable",
                  advice));
    }
  }
}
