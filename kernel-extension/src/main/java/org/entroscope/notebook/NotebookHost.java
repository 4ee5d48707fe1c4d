package org.entroscope.notebook;

/** A kernel, as far as live output is concerned. */
@FunctionalInterface
public interface NotebookHost {

  /** The output of the cell that the calling thread works for, or null if it works for none. */
  CellOutput current();
}
