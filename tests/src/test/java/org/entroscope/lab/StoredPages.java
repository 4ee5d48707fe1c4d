package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Exports stored notebooks as the pages that {@code notebooks/lab --run} writes, without a run. */
final class StoredPages {

  private StoredPages() {}

  /**
   * Writes the page of a stored notebook.
   *
   * @param folder a folder for the page and the files that the export needs
   */
  static Path write(Path notebook, Path folder) throws IOException, InterruptedException {
    Jupyter jupyter =
        new JupyterProvision(new LocalMachine(System.err)).provide(Jupyter.Use.EXECUTE);
    Path script = folder.resolve("run_notebook.py");
    Path templates = folder.resolve("html");
    Path mathjax = folder.resolve("mathjax.js");
    if (Files.notExists(script)) {
      PageTemplate.unpack("/org/entroscope/lab/run_notebook.py", script);
      PageTemplate.write(templates);
      PageTemplate.unpack(Runner.mathjax(), mathjax);
    }
    // slides without the script that shows one slide at a time are the page itself
    Path nothing = Files.writeString(folder.resolve("nothing.html"), "");
    Path page = folder.resolve(notebook.getFileName().toString().replace(".ipynb", ".html"));
    Map<String, String> job =
        Map.of(
            "notebook", notebook.toString(),
            "slides", page.toString(),
            "script", nothing.toString(),
            "templates", templates.toString(),
            "mathjax", mathjax.toString());
    List<String> command = List.of(script.toString(), new ObjectMapper().writeValueAsString(job));
    assertEquals(0, jupyter.command(command).inheritIO().start().waitFor(), page::toString);
    return page;
  }
}
