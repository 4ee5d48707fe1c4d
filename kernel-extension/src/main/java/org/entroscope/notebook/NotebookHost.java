package org.entroscope.notebook;

/** The part of a kernel that live output needs. */
@FunctionalInterface
public interface NotebookHost {

  /** Returns the output of the cell that the calling thread works for, or null if there is none. */
  CellOutput current();
}
