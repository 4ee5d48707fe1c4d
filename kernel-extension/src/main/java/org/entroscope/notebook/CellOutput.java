package org.entroscope.notebook;

/**
 * The output area of one execution of a cell. Output that is shown later, for example by another
 * thread, appears below this cell or nowhere, and never below another cell.
 */
public interface CellOutput {

  /**
   * Shows an output.
   *
   * @param id a name for {@link #update}, or null
   */
  void display(DisplayBundle bundle, String id);

  /** Replaces the output that was shown under a name. */
  void update(DisplayBundle bundle, String id);

  /**
   * Returns an identifier that is the same for all executions of the cell: its id, or else its
   * code.
   */
  String cell();

  /** Returns an identifier of this execution of the cell. */
  Object execution();
}
