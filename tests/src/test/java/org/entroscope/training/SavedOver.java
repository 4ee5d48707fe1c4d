package org.entroscope.training;

import java.nio.file.Path;

/** Saves a run over another one, in a process of its own. */
final class SavedOver {

  private SavedOver() {}

  /** The arguments name the folder of a run, and that to be replaced. */
  public static void main(String[] arguments) throws Exception {
    replace(Run.load(arguments[0]), Path.of(arguments[1]));
  }

  static void replace(Run run, Path folder) throws Exception {
    run.save(folder);
  }
}
