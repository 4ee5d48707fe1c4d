package org.entroscope.training;

import java.nio.file.Path;

/** Saves a run over another one in a separate process. */
final class SavedOver {

  private SavedOver() {}

  /**
   * Replaces a run. The arguments are the folder of the new run and the folder of the run to
   * replace.
   */
  public static void main(String[] arguments) throws Exception {
    replace(Run.load(arguments[0]), Path.of(arguments[1]));
  }

  static void replace(Run run, Path folder) throws Exception {
    run.save(folder);
  }
}
