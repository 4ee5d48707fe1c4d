package org.entroscope.lab;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether something can be written, asked before the work whose results go there. */
final class Writable {

  private Writable() {}

  /**
   * Looks at a file or folder, or where it will be made.
   *
   * @param what would be written
   * @param advice what to do where it cannot be
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
                  folderInTheWay ? "is not a folder" : "may not be written",
                  advice));
    }
  }
}
