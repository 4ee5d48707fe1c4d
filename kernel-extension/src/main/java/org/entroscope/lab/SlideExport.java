package org.entroscope.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Exports stored notebooks as slides: pages that need no network and whose slides are changed with
 * the arrow keys. A slide begins where the metadata of a cell has a slide type, as in nbconvert. In
 * a notebook without slide types, each heading begins a slide.
 */
final class SlideExport {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Machine machine;
  private final Jupyter jupyter;

  SlideExport(Machine machine, Jupyter jupyter) {
    this.machine = machine;
    this.jupyter = jupyter;
  }

  /**
   * Writes the slides of notebooks.
   *
   * @param folder the folder for the slides; the file has the notebook's name and {@code
   *     .slides.html}
   * @throws LabException if nbconvert fails; the message has its last lines
   */
  void write(List<Notebooks.Notebook> notebooks, Path folder) {
    try {
      Path files = Files.createTempDirectory("entroscope-slides");
      try {
        PageTemplate.unpack(
            "/org/entroscope/lab/run_notebook.py", files.resolve("run_notebook.py"));
        PageTemplate.unpack("/org/entroscope/lab/slides.html", files.resolve("slides.html"));
        PageTemplate.write(files.resolve("html"));
        PageTemplate.unpack(Runner.mathjax(), files.resolve("mathjax.js"));
        for (Notebooks.Notebook notebook : notebooks) {
          export(
              notebook, files, folder.resolve(notebook.name() + ".slides.html").toAbsolutePath());
        }
      } finally {
        machine.delete(files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the slides", e);
    }
  }

  private void export(Notebooks.Notebook notebook, Path files, Path slides) throws IOException {
    Map<String, Object> job =
        Map.of(
            "notebook", notebook.file().toAbsolutePath().toString(),
            "slides", slides.toString(),
            "script", files.resolve("slides.html").toString(),
            "templates", files.resolve("html").toString(),
            "mathjax", files.resolve("mathjax.js").toString());
    List<String> command =
        List.of(
            files.resolve("run_notebook.py").toString(),
            new ObjectMapper().writeValueAsString(job));
    Path said = files.resolve("said.txt");
    Process python =
        jupyter.command(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      if (!python.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new LabException(
            "no slides of " + notebook.name() + " within " + LIMIT.toMinutes() + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted in " + notebook.name(), e);
    } finally {
      Processes.end(python);
    }
    Machine.Result result = new Machine.Result(python.exitValue(), Files.readString(said));
    if (!result.succeeded()) {
      throw new LabException("no slides of " + notebook.name() + ":\n" + result.lastLines());
    }
    machine.say("  " + slides);
  }
}
