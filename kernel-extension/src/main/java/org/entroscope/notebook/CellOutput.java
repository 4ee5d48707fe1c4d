package org.entroscope.notebook;

/**
 * The output area of one execution of a cell. It stays that of its own cell: what is shown later,
 * by another thread for example, appears there or nowhere, never below another cell.
 */
public interface CellOutput {

  /**
   * Shows something.
   *
   * @param id a name by which {@link #update} finds it again, or null
   */
  void display(DisplayBundle bundle, String id);

  /** Puts something else in the place of what was shown under a name. */
  void update(DisplayBundle bundle, String id);

  /** What identifies the cell over its executions: its id, or else its code. */
  String cell();

  /** What identifies this execution of the cell. */
  Object execution();
}
