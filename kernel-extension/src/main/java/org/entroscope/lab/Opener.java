package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens a folder in Jupyter and waits until Jupyter ends. */
final class Opener {

  private final Machine machine;
  private final Jupyter jupyter;

  Opener(Machine machine, Jupyter jupyter) {
    this.machine = machine;
    this.jupyter = jupyter;
  }

  /**
   * Opens the folder. Jupyter uses the terminal until it ends.
   *
   * @param options options for Jupyter
   * @return Jupyter's exit status
   */
  int open(Path folder, List<String> options) {
    machine.say("Opening " + folder + " in Jupyter; Ctrl-C ends it.");
    try {
      Process process =
          jupyter.command(arguments(options)).directory(folder.toFile()).inheritIO().start();
      Processes.endWithThisJvm(process);
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + jupyter.python(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  List<String> arguments(List<String> options) {
    List<String> command = new ArrayList<>(List.of("-m", jupyter.page().orElseThrow()));
    command.add("--MultiKernelManager.default_kernel_name=entroscope");
    // pages exported from Jupyter's menu include the library that draws their figures
    command.add("--HTMLExporter.template_name=" + PageTemplate.NAME);
    if (machine.isRoot()) {
      command.add("--allow-root"); // Jupyter refuses to start for root without it
    }
    command.addAll(options);
    return command;
  }
}
