package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that restarts of the kernel and runs of {@code lab} leave no process and no file behind.
 */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "looks for processes in /proc")
class RestartsIT {

  private static final String WHO = "System.out.println(\"pid \" + ProcessHandle.current().pid());";

  /**
   * A cell that loads the engine and trains, and so creates everything that could be left behind.
   */
  private static final String TRAIN =
      LongTraining.DATA
          + "\nExperiment.of(\"SM\").on(numbers).shape(small).plan(plan.with(p -> p.steps = 3)).train()";

  @TempDir Path folder;

  /** A mark in the environment of every process that a test starts, including child processes. */
  private final String mark = UUID.randomUUID().toString();

  private Path temporary;

  private String run(int expected, List<String> command) throws Exception {
    Path said = folder.resolve("said.txt");
    Process process = start(said, command);
    assertTrue(process.waitFor(15, TimeUnit.MINUTES), () -> command + " does not end");
    String text = Files.readString(said);
    assertEquals(expected, process.exitValue(), text);
    return text;
  }

  private Process start(Path said, List<String> command) throws IOException {
    temporary = Files.createDirectories(folder.resolve("tmp"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    var environment = builder.environment();
    environment.put("ENTROSCOPE_TEST_MARK", mark);
    environment.put("TMPDIR", temporary.toString());
    environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    environment.put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    environment.put("JUPYTER_DATA_DIR", LabCommand.JUPYTER_DATA.toString());
    return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  private static List<String> lab(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(LabCommand.PROJECT.resolve("notebooks").resolve("lab").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  @Test
  void twentyRestartsLeaveNothing() throws Exception {
    NotebookFile.write(folder.resolve("one.ipynb"), "1 + 1");
    run(0, lab("--run", "one", "--folder", ".")); // installs the kernel
    Jupyter jupyter = Jupyter.find(new LocalMachine(System.err), Jupyter.Use.EXECUTE).orElseThrow();
    Path script = Path.of(getClass().getResource("/restarts/restarts.py").toURI());
    String said = run(0, List.of(jupyter.python().toString(), script.toString(), "20", WHO, TRAIN));
    String done = said.lines().filter(line -> line.startsWith("done ")).findFirst().orElse(said);
    List<String> pids = List.of(done.substring(5).split(" "));
    assertEquals(21, new HashSet<>(pids).size(), said);
    nothingIsLeft();
  }

  @Test
  void runsOfLabLeaveNothingHoweverTheyEnd() throws Exception {
    NotebookFile.write(folder.resolve("good.ipynb"), "1 + 1");
    NotebookFile.write(folder.resolve("bad.ipynb"), "1 / 0");
    NotebookFile.write(folder.resolve("dies.ipynb"), "Runtime.getRuntime().halt(3);");
    NotebookFile.write(folder.resolve("slow.ipynb"), "Thread.sleep(600_000);");
    run(0, lab("--run", "good", "--folder", "."));
    run(1, lab("--run", "bad", "--folder", "."));
    run(1, lab("--run", "dies", "--folder", "."));
    run(1, lab("--run", "slow", "--folder", ".", "--timeout", "2"));
    Path said = folder.resolve("said.txt");
    Process stopped = start(said, lab("--run", "slow", "--folder", "."));
    for (int i = 0; i < 600 && !Files.readString(said).contains("cell 1 of 1"); i++) {
      Thread.sleep(200);
    }
    stopped.destroy();
    assertTrue(stopped.waitFor(60, TimeUnit.SECONDS), "a stopped lab does not end");
    nothingIsLeft();
  }

  private void nothingIsLeft() throws Exception {
    List<String> processes = marked();
    for (int i = 0; i < 100 && !processes.isEmpty(); i++) { // the last ones may still be ending
      Thread.sleep(200);
      processes = marked();
    }
    assertEquals(List.of(), processes, "processes");
    assertEquals(List.of(), files(temporary), "temporary files");
    assertEquals(List.of(), files(folder.resolve("runtime")), "files of Jupyter's connections");
  }

  private List<String> marked() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .flatMap(process -> commandIfMarked(process).stream())
          .toList();
    }
  }

  private Optional<String> commandIfMarked(Path process) {
    try {
      String environment = read(process.resolve("environ"));
      return environment.contains(mark)
          ? Optional.of(process.getFileName() + " " + read(process.resolve("cmdline")))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it has ended meanwhile, or it belongs to another user
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> !file.equals(root)).toList();
    }
  }
}
