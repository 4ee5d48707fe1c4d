package org.entroscope.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Signs the notebooks of Entroscope as {@code jupyter trust} does. Jupyter shows the stored figures
 * of a notebook only if it is signed with the user's key. Other notebooks in the folder are not
 * signed, because the user must decide whether to trust them.
 */
final class Trust {

  private static final int LIMIT_SECONDS = 60;

  /** Signs notebooks that are not signed. It skips notebooks that cannot be read. */
  private static final String SIGN =
      """
      import sys, nbformat
      from nbformat.sign import NotebookNotary
      notary = NotebookNotary()
      for path in sys.argv[1:]:
          try:
              with open(path, encoding="utf-8") as file:
                  notebook = nbformat.read(file, as_version=4)
              if not notary.check_signature(notebook):
                  notary.sign(notebook)
          except Exception as problem:
              print(path + ": " + str(problem))
      """;

  private final Machine machine;
  private final Jupyter jupyter;

  Trust(Machine machine, Jupyter jupyter) {
    this.machine = machine;
    this.jupyter = jupyter;
  }

  /** Signs those notebooks of a folder that Entroscope ships. Only failures are reported. */
  void sign(Path folder) {
    List<String> arguments = new ArrayList<>(List.of("-c", SIGN));
    shipped().stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .forEach(file -> arguments.add(file.toString()));
    try {
      Process python = jupyter.command(arguments).redirectErrorStream(true).start();
      python.getOutputStream().close();
      if (!python.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        Processes.end(python);
        machine.say("Signing the notebooks took too long; their stored figures may stay hidden.");
        return;
      }
      String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (python.exitValue() != 0 || !said.isBlank()) {
        Machine.Result result = new Machine.Result(python.exitValue(), said);
        machine.say(
            "Not all notebooks could be signed; their stored figures stay hidden until they run:\n"
                + result.lastLines());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + jupyter.python(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  /** Returns the notebooks that Entroscope ships, as paths relative to their folder. */
  static List<String> shipped() {
    try (InputStream in = Trust.class.getResourceAsStream("shipped.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
