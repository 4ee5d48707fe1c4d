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
import java.util.Map;

/** What Jupyter reads about the kernel: how it is started, and with which environment. */
final class KernelSpec {

  static final String NAME = "entroscope";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private KernelSpec() {}

  /** The environment in a kernel.json; empty if there is none. */
  static Map<String, String> environment(Path file) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    read(file).path("env").forEachEntry((name, value) -> variables.put(name, value.asText()));
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
   * @param java the program that starts a JVM, of the version that runs this
   * @param libraries the folder of the kernel's jars
   * @param environment further variables
   * @param windows whether there is no POSIX shell
   */
  static String json(Path java, Path libraries, Map<String, String> environment, boolean windows) {
    ObjectNode spec = MAPPER.createObjectNode();
    ArrayNode command = spec.putArray("argv");
    if (!windows) {
      // a shell, because Jupyter does not expand variables here: -Xmx8g and the like go first
      command.add("/bin/sh").add("-c").add("exec \"$0\" $ENTROSCOPE_JAVA_OPTS \"$@\"");
    }
    command.add(java.toString());
    // JShell has no public way to name sources for its documentation
    command.add("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED");
    if (Runtime.version().feature() >= 24) {
      // the engine is native code, and says so at every start otherwise
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Xshare:auto");
    command.add("-Djava.awt.headless=true");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    // on a machine without a GPU there is nothing to warn of
    command.add("-Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error");
    command.add("-cp").add(libraries + File.separator + "*");
    command.add(KernelMain.class.getName()).add("{connection_file}");
    spec.put("display_name", "Entroscope (Java)");
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
    environment.forEach(env::put);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
