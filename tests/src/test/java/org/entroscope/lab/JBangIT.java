package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entroscope.files.FileTree;
import org.entroscope.hub.MavenLibraries;
import org.entroscope.release.PublishedRepository;
import org.entroscope.release.Readme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the JBang command of the guide and the program of the README with the real JBang. The
 * artefacts of this build are in a separate repository, which replaces Maven Central for them.
 */
@Tag("slow")
class JBangIT {

  private static final String JBANG = "dev.jbang:jbang-cli:0.132.1";
  private static final Path GUIDE = LabCommand.PROJECT.resolve("notebooks/guide/kernels.md");

  /** The exit status with which JBang asks its own script to run the printed command. */
  private static final int RUN_WHAT_IS_PRINTED = 255;

  @TempDir Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "JBang prints a command for a POSIX shell")
  void theLineOfTheGuideRunsANotebookWithoutAClone() throws Exception {
    Matcher line = Pattern.compile("(?m)^jbang (\\S+)$").matcher(Files.readString(GUIDE));
    assertTrue(line.find(), "the guide has the line");
    Path work = Files.createDirectories(folder.resolve("work place"));
    NotebookFile.write(work.resolve("a.ipynb"), "Architecture.of(\"SM + LN + G\")");
    String command = jbang(line.group(1), "--run", "a", "--folder", ".");
    Path jupyter = folder.resolve("jupyter");
    Path kernel = jupyter.resolve("kernels/entroscope/kernel.json");
    try {
      List<String> shell = List.of("sh", "-c", "exec " + command);
      run(work, 0, Map.of("JUPYTER_DATA_DIR", jupyter.toString()), shell);
      String said = NotebookFile.outputs(work.resolve("out/a.ipynb"));
      assertTrue(said.contains("SM + LN + G"), said);
      assertTrue(Files.exists(work.resolve("out/a.html")));
    } finally {
      removeLinks(kernel);
    }
  }

  /** Runs the program with only the dependency that the README names. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "JBang prints a command for a POSIX shell")
  void theProgramOfTheReadmeRunsWithItsDependency() throws Exception {
    Path program = Files.writeString(folder.resolve("Collapse.java"), Readme.program());
    String command = jbang("--deps", Readme.dependency(), program.toString());
    // use an empty home folder, so that the corpus has to be downloaded
    Map<String, String> home = Map.of("JAVA_TOOL_OPTIONS", "-Duser.home=" + folder.resolve("home"));
    String said = run(folder, 0, home, List.of("sh", "-c", "exec " + command));
    assertTrue(said.contains("Head entropies in nats"), said);
  }

  /** Returns the command that JBang would run. */
  private String jbang(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    List<Path> jars = MavenLibraries.resolve(List.of(JBANG));
    command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add("dev.jbang.Main");
    command.add("run");
    PublishedRepository published = PublishedRepository.in(folder.resolve("published"));
    command.addAll(List.of("--repos", "central", "--repos", "ours=" + published.folder().toUri()));
    command.addAll(List.of(arguments));
    Path local = PublishedRepository.localWithout(repository(jars), folder.resolve("local"));
    Map<String, String> variables =
        Map.of(
            "JBANG_DIR",
            folder.resolve("jbang").toString(),
            "JBANG_REPO",
            local.toString(),
            "JBANG_NO_VERSION_CHECK",
            "true");
    return run(folder, RUN_WHAT_IS_PRINTED, variables, command);
  }

  /** Returns the local repository that contains these jars. */
  private static Path repository(List<Path> jars) {
    Path within = Path.of("dev", "jbang", "jbang-cli");
    return jars.stream()
        .map(jar -> jar.getParent().getParent())
        .filter(place -> place.endsWith(within))
        .map(place -> place.getParent().getParent().getParent())
        .findAny()
        .orElseThrow();
  }

  /** Runs a command to its end and returns its standard output. */
  private String run(Path in, int status, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().putAll(variables);
    Process process = builder.redirectOutput(said.toFile()).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no end: " + Files.readString(said) + Files.readString(errors));
    }
    assertEquals(status, process.exitValue(), Files.readString(said) + Files.readString(errors));
    return Files.readString(said).strip();
  }

  /**
   * Removes the links to JBang's jars from which the kernel runs. They are in the user's cache, but
   * they belong to this test.
   */
  private static void removeLinks(Path kernel) throws IOException {
    if (!Files.exists(kernel)) {
      return;
    }
    JsonNode command = new ObjectMapper().readTree(kernel.toFile()).get("argv");
    Path links = Path.of(command.get(1).asText());
    assertTrue(links.getFileName().toString().equals("lib"), links::toString);
    FileTree.delete(links.getParent());
  }
}
