package org.entroscope.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** Starts the kernel; Jupyter calls this with the path of its connection file. */
public final class KernelMain {

  /** The variable in which Jupyter passes the number of its own process. */
  static final String PARENT = "JPY_PARENT_PID";

  private KernelMain() {}

  /**
   * Runs until Jupyter shuts the kernel down or Jupyter's own process ends.
   *
   * @param arguments the path of a connection file
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println(
          "This is a Jupyter kernel. Jupyter starts it with the path of a connection file.\n"
              + "To install it in Jupyter, run org.entroscope.kernel.Install");
      System.exit(2);
    }
    endWithParent();
    KernelConnectionProperties properties =
        KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0])));
    JupyterConnection connection = new GuardedConnection(properties);
    EntroscopeKernel kernel = new EntroscopeKernel();
    try (Stream<Path> sources = sources()) {
      CodeHelp.attachSources(sources);
    }
    kernel.onStartup();
    kernel.becomeHandlerForConnection(connection);
    connection.connect();
    connection.waitUntilClose();
    // threads of cells may remain and must not keep the process alive
    Runtime.getRuntime().halt(0);
  }

  /**
   * Returns the jars with the sources of our API, in the folder {@code sources} beside our own jar.
   */
  private static Stream<Path> sources() throws Exception {
    Path jar =
        Path.of(KernelMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = jar.resolveSibling("sources");
    return Files.isDirectory(folder) ? Files.list(folder) : Stream.empty();
  }

  /**
   * Ends this JVM when Jupyter's process ends, because a killed Jupyter cannot shut the kernel
   * down.
   */
  static void endWithParent() {
    String parent = System.getenv(PARENT);
    if (parent != null && parent.matches("\\d{2,18}")) {
      ProcessHandle.of(Long.parseLong(parent))
          .ifPresent(process -> process.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    }
  }
}
