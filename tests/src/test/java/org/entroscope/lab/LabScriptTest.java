package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests the scripts that find Java for {@link Launcher}. */
class LabScriptTest {

  private static final Path NOTEBOOKS = Path.of("..", "notebooks");
  private static final String SOURCE =
      "kernel-extension/src/main/java/org/entroscope/lab/Launcher.java";

  private static final String JAVA_17 =
      """
      case "$1" in
        -version) echo 'openjdk version "17.0.15" 2025-04-15' >&2 ;;
        --list-modules) echo java.base@17.0.15; echo jdk.compiler@17.0.15 ;;
        *) printf '<%s>' "$@" >"$LOG"; echo "$LC_ALL" >"$LOG.locale" ;;
      esac
      """;

  @TempDir Path temporary;
  private Path project;
  private Path programs;
  private Path log;
  private String said;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void project() throws IOException {
    project = temporary.resolve("a pr\u00f6ject");
    programs = Files.createDirectory(temporary.resolve("bin"));
    log = temporary.resolve("log");
    Files.createDirectories(project.resolve("notebooks"));
    Files.copy(NOTEBOOKS.resolve("lab"), project.resolve("notebooks/lab"));
    java(JAVA_17);
    for (String tool : "cat dirname head locale readlink sed".split(" ")) {
      Path there = Path.of("/usr/bin", tool);
      program(tool, "exec " + (Files.exists(there) ? there : "/bin/" + tool) + " \"$@\"");
    }
  }

  private void java(String script) throws IOException {
    program("java", script);
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script);
    if (OS.current() != OS.WINDOWS) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private int lab(String... arguments) throws Exception {
    return start(project.resolve("notebooks/lab"), arguments);
  }

  private int start(Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(temporary.toFile()).environment().remove("JAVA_HOME");
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("LOG", log.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    said = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
  void argumentsArriveAsTheyAreThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), project.getFileName());
    Path script =
        Files.createSymbolicLink(temporary.resolve("l ab"), link.resolve("notebooks/lab"));
    environment.put("HOME", "/home/Ada L");
    assertEquals(0, start(script, "--run", "a b", "*", "$HOME", ""), () -> said);
    String arguments = Files.readString(log);
    Path real = project.toRealPath();
    assertTrue(
        arguments.endsWith("<" + real.resolve(SOURCE) + "><--run><a b><*><$HOME><>"), arguments);
    assertTrue(
        arguments.contains("<-Dentroscope.notebooks=" + real.resolve("notebooks") + ">"),
        arguments);
    assertTrue(arguments.contains("<-Duser.home=/home/Ada L>"), arguments);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
  void anEncodingWithoutOurLettersIsLeft() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      environment.put("LC_ALL", locale);
      assertEquals(0, lab(), () -> said);
      assertEquals("C.UTF-8\n", Files.readString(Path.of(log + ".locale")));
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
  void aUserWithoutAHomeIsTold() throws Exception {
    environment.put("HOME", "");
    assertEquals(1, lab());
    assertTrue(said.contains("HOME is not set"), said);
    environment.put("ENTROSCOPE_HOME", temporary.toString());
    assertEquals(0, lab(), () -> said);
    assertTrue(Files.readString(log).contains("<-Duser.home=" + temporary + ">"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
  void theHelpNeedsNeitherJavaNorABuild() throws Exception {
    Files.delete(programs.resolve("java"));
    Path help = project.resolve("kernel-extension/src/main/resources/org/entroscope/lab/help.txt");
    Files.createDirectories(help.getParent());
    Files.writeString(help, "the help\n");
    assertEquals(0, lab("--run", "--help"));
    assertEquals("the help\n", said);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
  void aMissingOrOldJavaAndARuntimeWithoutCompilerAreSaid() throws Exception {
    java("[ $1 = -version ] || exit 1\necho 'java version \"1.8.0_402\"' >&2\n");
    assertEquals(1, lab());
    assertTrue(said.contains("JDK 17 or newer is needed"), said);
    assertTrue(said.contains(programs + "/java is version 1.8.0_402"), said);
    java(JAVA_17.replace("17.0.15", "11.0.2"));
    assertEquals(1, lab());
    assertTrue(said.contains("/java is version 11.0.2."), said);
    java(JAVA_17.replace("jdk.compiler", "java.naming"));
    assertEquals(1, lab());
    assertTrue(said.contains("without compiler"), said);
    Files.delete(programs.resolve("java"));
    assertEquals(1, lab());
    assertTrue(said.contains("none on the PATH or in JAVA_HOME"), said);
    assertFalse(Files.exists(log));
    java(JAVA_17.replace("17.0.15", "25"));
    assertEquals(0, lab(), () -> said);
  }

  /** Checks line ends and paths with spaces, where mistakes in a batch file cause no message. */
  @Test
  void theScriptForWindowsStartsTheSameProgram() throws IOException {
    String script = Files.readString(NOTEBOOKS.resolve("lab.cmd"));
    assertFalse(script.replace("\r\n", "").contains("\n"), "every line ends with CR LF");
    assertTrue(script.contains(SOURCE.replace('/', '\\')), script);
    assertTrue(script.chars().allMatch(c -> c < 128), "cmd reads it in the system's own encoding");
    // the kernel reads the options itself (KernelStarterTest), and the script passes on the
    // variables that it inherits
    assertFalse(script.contains("ENTROSCOPE_JAVA_OPTS"), script);
    for (String line : script.split("\r\n")) {
      if (line.contains("%java%") && !line.startsWith("set ")) {
        assertTrue(line.contains("\"%java%\""), line);
      }
    }
  }
}
