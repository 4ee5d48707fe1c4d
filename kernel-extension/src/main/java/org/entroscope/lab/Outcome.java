package org.entroscope.lab;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The outcome of executing a notebook.
 *
 * @param name the name of the notebook
 * @param cells the number of code cells
 * @param seconds the duration in seconds
 * @param failure the failure; empty if every cell ran
 * @param executed the notebook with its outputs, up to the failure if there was one
 * @param html the same notebook as a page that needs no network
 */
record Outcome(
    String name, int cells, double seconds, Optional<Failure> failure, Path executed, Path html) {

  /**
   * The failure of a notebook.
   *
   * @param cell the number of the code cell, from 1; 0 if the failure was before the first
   * @param title the error in one line
   * @param details the rest of the kernel's message; may be empty
   */
  record Failure(int cell, String title, String details) {

    /** Returns one line: "cell 3: IllegalStateException: ...". */
    @Override
    public String toString() {
      return (cell == 0 ? "before the first cell: " : "cell " + cell + ": ") + title;
    }
  }
}
