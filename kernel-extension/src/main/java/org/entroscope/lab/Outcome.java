package org.entroscope.lab;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the execution of a notebook ended.
 *
 * @param name the notebook
 * @param cells how many cells with code it has
 * @param seconds how long it took
 * @param failure what went wrong; empty if every cell ran
 * @param executed the notebook with its outputs, up to the failure if there was one
 * @param html the same as a page that needs no network
 */
record Outcome(
    String name, int cells, double seconds, Optional<Failure> failure, Path executed, Path html) {

  /**
   * Where and why a notebook failed.
   *
   * @param cell which cell with code, from 1; 0 if it failed before the first
   * @param title the error in one line
   * @param details what the kernel told beyond that; may be empty
   */
  record Failure(int cell, String title, String details) {

    /** One line: "cell 3: IllegalStateException: ...". */
    @Override
    public String toString() {
      return (cell == 0 ? "before the first cell: " : "cell " + cell + ": ") + title;
    }
  }
}
