package org.entroscope.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * Executes notebooks with Jupyter, each in a separate kernel. A Python program ({@code
 * run_notebook.py}) uses Jupyter's libraries and reports its progress.
 */
final class Runner implements AutoCloseable {

  private final Jupyter jupyter;
  private final int timeoutSeconds;
  private final int parallel;
  private final PrintStream out;
  private final Machine machine;
  private final Path files;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param timeoutSeconds the time limit of a cell
   * @param parallel the number of notebooks that run at a time, at least 1
   * @param out the stream for the progress
   */
  Runner(Machine machine, Jupyter jupyter, int timeoutSeconds, int parallel, PrintStream out) {
    this.machine = machine;
    this.jupyter = jupyter;
    this.timeoutSeconds = timeoutSeconds;
    this.parallel = parallel;
    this.out = out;
    try {
      this.files = Files.createTempDirectory("entroscope-lab");
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
      PageTemplate.unpack("/org/entroscope/lab/run_notebook.py", files.resolve("run_notebook.py"));
      PageTemplate.write(files.resolve("html"));
      PageTemplate.unpack(mathjax(), files.resolve("mathjax.js"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write temporary files", e);
    }
  }

  /**
   * Executes notebooks and writes their results, whether they fail or not.
   *
   * @param folder the folder for the results; they are in a subfolder if a notebook's name has one
   * @param ended called for each notebook when it has ended, by the thread that ran it
   * @return one outcome per notebook, in the same order
   * @throws LabException if this JVM is asked to end
   */
  List<Outcome> run(
      List<Notebooks.Notebook> notebooks,
      Path folder,
      BiConsumer<Notebooks.Notebook, Outcome> ended) {
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    try {
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (Notebooks.Notebook notebook : notebooks) {
        outcomes.add(
            pool.submit(
                () -> {
                  Outcome outcome = run(notebook, folder);
                  ended.accept(notebook, outcome);
                  return outcome;
                }));
      }
      List<Outcome> all = new ArrayList<>();
      for (Future<Outcome> outcome : outcomes) {
        all.add(outcome.get());
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Outcome run(Notebooks.Notebook notebook, Path folder) {
    Path executed = folder.resolve(notebook.name() + ".ipynb").toAbsolutePath();
    Path html = folder.resolve(notebook.name() + ".html").toAbsolutePath();
    Map<String, Object> job =
        Map.of(
            "notebook", notebook.file().toAbsolutePath().toString(),
            "executed", executed.toString(),
            "html", html.toString(),
            "timeout", timeoutSeconds,
            "templates", files.resolve("html").toString(),
            "mathjax", files.resolve("mathjax.js").toString());
    long begun = System.nanoTime();
    CellReports reports = new CellReports(notebook.name(), timeoutSeconds, out, parallel == 1);
    try {
      Path errors = Files.createTempFile(files, "errors", ".txt");
      ProcessBuilder builder =
          jupyter
              .command(
                  List.of(
                      files.resolve("run_notebook.py").toString(),
                      new ObjectMapper().writeValueAsString(job)))
              .redirectError(errors.toFile());
      if (parallel > 1) { // more threads than cores would wait for each other
        int cores = Runtime.getRuntime().availableProcessors();
        builder
            .environment()
            .putIfAbsent("OMP_NUM_THREADS", String.valueOf(Math.max(1, cores / parallel)));
      }
      if (stopping) {
        throw new LabException("stopped before " + notebook.name());
      }
      Process python = builder.start();
      running.add(python);
      if (stopping) { // stop() may have been called before the process was started
        Processes.end(python);
      }
      python.getOutputStream().close();
      try (var lines = python.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!stopping) {
            reports.accept(line);
          }
        }
      }
      int status = python.waitFor();
      running.remove(python);
      if (stopping) {
        throw new LabException("stopped in " + notebook.name());
      }
      String said = Files.isReadable(errors) ? Files.readString(errors) : "";
      return reports.outcome(
          new Machine.Result(status, said), (System.nanoTime() - begun) / 1e9, executed, html);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + jupyter.python(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted in " + notebook.name(), e);
    }
  }

  /** Stops the kernels when this JVM is asked to end. Computed outputs are still written. */
  private void stop() {
    stopping = true;
    if (!running.isEmpty()) {
      running.parallelStream().forEach(Processes::end);
      machine.say("\nStopped; the outputs so far are in the folder of the results.");
    }
    machine.delete(files);
  }

  @Override
  public void close() {
    if (!stopping) { // otherwise, the results may still be being written
      machine.delete(files);
    }
  }

  /** Returns MathJax in one file, from the version on the class path. */
  static String mathjax() throws IOException {
    String about = "/META-INF/maven/org.webjars.npm/mathjax/pom.properties";
    try (InputStream in = Runner.class.getResourceAsStream(about)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + about);
      }
      Properties properties = new Properties();
      properties.load(in);
      String version = properties.getProperty("version");
      return "/META-INF/resources/webjars/mathjax/" + version + "/es5/tex-svg.js";
    }
  }
}
