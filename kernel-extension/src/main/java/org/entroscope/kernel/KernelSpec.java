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

/** What Jupyter reads about the kernel: how it is started, and with which environment. */
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

  /** The folder of jars that a kernel.json starts; empty if there is none, or it is damaged. */
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

  /** The environment in a kernel.json; empty if there is none, or it is damaged, which is said. */
  static Map<String, String> environment(Path file) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    JsonNode spec = read(file);
    if (spec.isMissingNode() && Files.exists(file)) {
      System.err.println(
          file + " is damaged: variables that were added to its env are not taken over.");
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
      return MissingNode.getInstance(); // damaged: as good as none
    }
  }

  /**
   * The text of kernel.json. All paths in it are absolute, so it works from anywhere.
   *
   * @param displayName what people see
   * @param start the script that starts the kernel ({@link StartScript}); empty where there is no
   *     POSIX shell
   * @param java the program that starts a JVM, of the version that runs this
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
    // JShell has no public way to name sources for its documentation
    command.add("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED");
    if (Runtime.version().feature() >= 24) {
      // the engine is native code, and says so at every start otherwise
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    // what Spark's own launcher adds on Java 17 and later
    for (String opened : OPENED_FOR_SPARK) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add("-Djava.system.class.loader=" + KernelLoader.class.getName());
    // the JVM warns at every start that it cannot share the JDK's tools with such a loader
    command.add("-XX:-PrintWarnings");
    command.add("-Xlog:cds=error");
    // classes of edited cells are changed in place
    command.add("-Djdk.attach.allowAttachSelf=true");
    command.add("-XX:+EnableDynamicAgentLoading");
    command.add("-Xshare:auto");
    command.add("-Djava.awt.headless=true");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    // on a machine without a GPU there is nothing to warn of
    command.add("-Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error");
    command.add("-cp").add(libraries + File.separator + "*");
    command.add(KernelMain.class.getName()).add("{connection_file}");
    spec.put("display_name", displayName);
    spec.put("language", "java");
    // a signal would end the JVM; the message ends the cell
    spec.put("interrupt_mode", "message");
    ObjectNode env = spec.putObject("env");
    // one arena that keeps its memory: training is a third slower with the allocator's defaults
    env.put("MALLOC_ARENA_MAX", "1");
    env.put("MALLOC_MMAP_MAX_", "0");
    env.put("MALLOC_TRIM_THRESHOLD_", "1000000000000");
    // idle threads sleep: spinning ones bring training to a tenth wherever other work wants the
    // cores
    env.put("OMP_WAIT_POLICY", "PASSIVE");
    // the library that draws figures lies beside this file, where pages get it from their server
    env.put(Notebook.PLOTLY_VARIABLE, Notebook.PLOTLY_OF_SERVER);
    environment.forEach(env::put);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
