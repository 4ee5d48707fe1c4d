package org.entroscope.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Jupyter as {@code notebooks/lab} opens it on a folder, with our kernel and both of its pages:
 * JupyterLab 4 and Notebook 7. Its settings and data are separate from the user's.
 */
public final class JupyterServer implements AutoCloseable {

  private static final Pattern ADDRESS =
      Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/\\S*\\?token=(\\w+)");
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final Process lab;
  private final Path said;
  private final String root;
  private final String token;

  private JupyterServer(Process lab, Path said, Matcher address) {
    this.lab = lab;
    this.said = said;
    this.root = "http://127.0.0.1:" + address.group(1);
    this.token = address.group(2);
  }

  /** The extension that is installed in addition to our kernel. */
  public enum Beside {
    NOTHING,
    /** The extension of Python's plotly package, which renders Plotly's MIME type. */
    PLOTLY
  }

  /**
   * Starts Jupyter.
   *
   * @param folder the folder of the notebooks; a folder {@code .jupyter} for settings and data is
   *     created in it
   */
  public static JupyterServer start(Path folder, Beside beside) throws Exception {
    return start(folder, List.of("--folder", folder.toString()), beside);
  }

  /**
   * Starts Jupyter on the notebooks that Entroscope ships, as {@code notebooks/lab} does.
   *
   * @param folder a folder {@code .jupyter} for settings and data is created in it
   */
  public static JupyterServer startOnOurNotebooks(Path folder) throws Exception {
    return start(folder, List.of(), Beside.NOTHING);
  }

  private static JupyterServer start(Path folder, List<String> options, Beside beside)
      throws Exception {
    ModernJupyter jupyter = ModernJupyter.provide(new LocalMachine(System.err));
    Path own = Files.createDirectories(folder.resolve(".jupyter"));
    Path said = own.resolve("said.txt");
    settings(own.resolve("config"));
    if (beside == Beside.PLOTLY) {
      PlotlyExtension.install(own.resolve("data"));
    }
    List<String> command = new ArrayList<>();
    command.add(LabCommand.PROJECT.resolve("notebooks").resolve("lab").toString());
    command.addAll(options);
    command.addAll(List.of("--", "--no-browser", "--ip=127.0.0.1"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("ENTROSCOPE_PYTHON", jupyter.python().toString());
    builder.environment().put("JUPYTER_DATA_DIR", own.resolve("data").toString());
    builder.environment().put("JUPYTER_CONFIG_DIR", own.resolve("config").toString());
    Process lab = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    Matcher address = ADDRESS.matcher("");
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!address.reset(Files.readString(said)).find()) {
      if (!lab.isAlive() || System.nanoTime() > end) {
        lab.destroy();
        throw new AssertionError("Jupyter does not start:\n" + Files.readString(said));
      }
      Thread.sleep(200);
    }
    return new JupyterServer(lab, said, address);
  }

  /** Writes settings that enable both pages and disable the question about news. */
  private static void settings(Path config) throws IOException {
    Files.createDirectories(config.resolve("labconfig"));
    Files.writeString(
        config.resolve("jupyter_server_config.json"),
        "{\"ServerApp\": {\"jpserver_extensions\": {\"jupyterlab\": true, \"notebook\": true}}}");
    Files.writeString(
        config.resolve("labconfig/default_setting_overrides.json"),
        "{\"@jupyterlab/apputils-extension:notification\":"
            + " {\"fetchNews\": \"false\", \"checkForUpdates\": false}}");
  }

  /** Returns the address of a notebook in JupyterLab. */
  public String lab(String notebook) {
    return root + "/lab/tree/" + notebook + "?reset&token=" + token;
  }

  /** Returns the address of a notebook in Notebook 7. */
  public String notebook7(String notebook) {
    return root + "/notebooks/" + notebook + "?token=" + token;
  }

  /** Returns an address of Jupyter's own interface, such as {@code api/kernels}. */
  public String api(String path) {
    return root + "/" + path + "?token=" + token;
  }

  /** Returns the output of the server so far. */
  public String said() throws IOException {
    return Files.readString(said);
  }

  /** Ends Jupyter as Ctrl-C does. Fails if a process that it started is still running. */
  @Override
  public void close() throws Exception {
    List<ProcessHandle> started = lab.descendants().toList();
    lab.destroy();
    if (!lab.waitFor(30, TimeUnit.SECONDS)) {
      lab.destroyForcibly();
    }
    for (int i = 0; i < 50 && started.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(200);
    }
    List<ProcessHandle> left = started.stream().filter(ProcessHandle::isAlive).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    if (!left.isEmpty()) {
      throw new AssertionError(
          "outlived Jupyter: " + left.stream().map(ProcessHandle::info).toList());
    }
  }
}
