package org.entroscope.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entroscope.notebook.Notebook;

/** The kernel.json file, which tells Jupyter how to start the kernel and with which environment. */
final class KernelSpec {

  static final String NAME = "entroscope";

  private static final List<String> OPENED_FOR_SPARK =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private KernelSpec() {}

  /** Returns the folder of jars in a kernel.json; empty if the file is missing or damaged. */
  static Optional<Path> libraries(Path file) throws IOException {
    JsonNode command = read(file).path("argv");
    for (int i = 0; i + 1 < command.size(); i++) {
      if (command.get(i).asText().equals("-cp")) {
        String classPath = command.get(i + 1).asText();
        return Optional.of(Path.of(classPath.substring(0, Math.max(0, classPath.length() - 2))));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the environment in a kernel.json; empty if it is missing or, with a warning, if it is
   * damaged.
   */
  static Map<String, String> environment(Path file) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    JsonNode spec = read(file);
    if (spec.isMissingNode() && Files.exists(file)) {
      System.err.println(
          file + " is damaged: variables that were added to its env are not copied.");
    }
    spec.path("env").forEachEntry((name, value) -> variables.put(name, value.asText()));
    return variables;
  }

  private static JsonNode read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // a damaged file is treated like a missing one
    }
  }

  /**
   * Returns the text of kernel.json. All of its paths are absolute, so it works in any folder.
   *
   * @param displayName the name that users see
   * @param start the script that starts the kernel ({@link StartScript}); empty if there is no
   *     POSIX shell, in which case {@link KernelStarter} is used instead
   * @param java the program that starts a JVM of the current version
   * @param libraries the folder of the kernel's jars
   * @param environment further variables
   */
  static String json(
      String displayName,
      Optional<Path> start,
      Path java,
      Path libraries,
      Map<String, String> environment) {
    ObjectNode spec = MAPPER.createObjectNode();
    ArrayNode command = spec.putArray("argv");
    start.ifPresent(script -> command.add(script.toString()).add(libraries.toString()));
    command.add(java.toString());
    // JShell has no public method to set the sources for its documentation
    command.add("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED");
    if (Runtime.version().feature() >= 24) {
      // without this flag, the JVM warns at every start that the engine is native code
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    // the flags that Spark's own launcher adds on Java 17 and later
    for (String opened : OPENED_FOR_SPARK) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add("-Djava.system.class.loader=" + KernelLoader.class.getName());
    // otherwise the JVM warns at every start that this loader prevents sharing of the JDK's tools
    command.add("-XX:-PrintWarnings");
    command.add("-Xlog:cds=error");
    // allows classes of edited cells to be changed in place
    command.add("-Djdk.attach.allowAttachSelf=true");
    command.add("-XX:+EnableDynamicAgentLoading");
    command.add("-Xshare:auto");
    command.add("-Djava.awt.headless=true");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    // no warning is needed on a machine without a GPU
    command.add("-Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error");
    command.add("-cp").add(libraries + File.separator + "*");
    // without a script, KernelStarter passes ENTROSCOPE_JAVA_OPTS to the JVM
    Class<?> main = start.isPresent() ? KernelMain.class : KernelStarter.class;
    command.add(main.getName()).add("{connection_file}");
    spec.put("display_name", displayName);
    spec.put("language", "java");
    // a signal would end the JVM, but a message ends only the cell
    spec.put("interrupt_mode", "message");
    ObjectNode env = spec.putObject("env");
    // use one arena that keeps its memory, because training is a third slower with the defaults of
    // the allocator
    env.put("MALLOC_ARENA_MAX", "1");
    env.put("MALLOC_MMAP_MAX_", "0");
    env.put("MALLOC_TRIM_THRESHOLD_", "1000000000000");
    // let idle threads sleep, because spinning threads slow training down to a tenth if other
    // programs use the cores
    env.put("OMP_WAIT_POLICY", "PASSIVE");
    // plotly.js is beside this file, so that pages can get it from their server
    env.put(Notebook.PLOTLY_VARIABLE, Notebook.PLOTLY_OF_SERVER);
    environment.forEach(env::put);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
