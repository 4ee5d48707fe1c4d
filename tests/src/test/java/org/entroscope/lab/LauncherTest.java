package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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

/** The shell script {@code notebooks/lab} in a made-up project, with a made-up Java and Maven. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class LauncherTest {

  private static final String JAVA_17 =
      """
      case "$1" in
        -version) echo 'openjdk version "17.0.15" 2025-04-15' >&2 ;;
        --list-modules) echo jdk.compiler@17.0.15 ;;
        *) echo "java $*" >>"$LOG"; printf '<%s>' "$@" >"$LOG.arguments" ;;
      esac
      """;
  private static final String MAVEN =
      """
      case "$1" in
        -version) echo "Apache Maven 3.8.7"; echo "Java version: 17.0.15, vendor: X" ;;
        *) echo "mvn $*" >>"$LOG"
           mkdir -p kernel-extension/target/kernel/lib
           touch kernel-extension/target/kernel/lib/entroscope-kernel-0.1.0.jar ;;
      esac
      """;

  private static final String JAR =
      "kernel-extension/target/kernel/lib/entroscope-kernel-0.1.0.jar";

  @TempDir Path temporary;
  private Path project;
  private Path programs;
  private Path log;
  private String said;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void project() throws IOException {
    project = temporary.resolve("a project");
    programs = Files.createDirectory(temporary.resolve("bin"));
    log = temporary.resolve("log");
    write("pom.xml", "");
    write("lib/pom.xml", "");
    write("lib/src/A.java", "");
    write("kernel-extension/pom.xml", "");
    write("kernel-extension/src/B.java", "");
    Files.createDirectory(project.resolve("notebooks"));
    Files.copy(Path.of("..", "notebooks", "lab"), project.resolve("notebooks/lab"));
    program("java", JAVA_17);
    program("mvn", MAVEN);
  }

  private void write(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void program(String name, String script) throws IOException {
    program(programs, name, script);
  }

  private static void program(Path folder, String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int lab(String... arguments) throws Exception {
    return start(project.resolve("notebooks/lab"), arguments);
  }

  private int start(Path script, String... arguments) throws Exception {
    Process process = prepared(script, arguments).start();
    said = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return process.exitValue();
  }

  private ProcessBuilder prepared(Path script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(temporary.toFile()).environment().remove("JAVA_HOME");
    // only the tools that the script itself needs, and the made-up programs
    Path tools = temporary.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectory(tools);
      for (String tool :
          "cat cksum dirname find grep head id ln locale mkdir mv readlink rm sed sleep sort touch uname"
              .split(" ")) {
        Path there = Path.of("/usr/bin", tool);
        program(tools, tool, "exec " + (Files.exists(there) ? there : "/bin/" + tool) + " \"$@\"");
      }
    }
    builder.environment().put("PATH", programs + ":" + tools);
    builder.environment().put("LOG", log.toString());
    builder.environment().putAll(environment);
    return builder;
  }

  private List<String> called() throws IOException {
    List<String> programs =
        Files.exists(log)
            ? Files.readAllLines(log).stream().map(line -> line.split(" ")[0]).toList()
            : List.of();
    Files.deleteIfExists(log);
    return programs;
  }

  /** As if everything there is had been written an hour ago. */
  private void anHourPasses() throws IOException {
    FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(project)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, past);
      }
    }
  }

  @Test
  void theFirstStartBuildsAndTheSecondDoesNot() throws Exception {
    assertEquals(0, lab("--run", "quick start"), () -> said);
    assertEquals(List.of("mvn", "java"), called());
    assertEquals(0, lab());
    assertEquals("", said);
    assertEquals(List.of("java"), called());
  }

  @Test
  void aChangedAddedOrDeletedSourceBuildsAgain() throws Exception {
    lab();
    called();
    anHourPasses();
    write("lib/src/A.java", "class A {}");
    lab();
    assertEquals(List.of("mvn", "java"), called());
    anHourPasses();
    write("kernel-extension/src/new/C.java", "");
    lab();
    assertEquals(List.of("mvn", "java"), called());
    anHourPasses();
    Files.delete(project.resolve("lib/src/A.java"));
    lab();
    assertEquals(List.of("mvn", "java"), called());
  }

  @Test
  void aSourceThatWasWrittenAgainAsItWasBuildsNothing() throws Exception {
    lab();
    anHourPasses();
    write("lib/src/A.java", "");
    called();
    lab();
    assertEquals(List.of("java"), called());
  }

  @Test
  void aChangeThatLeavesMavensResultAsItIsBuildsOnce() throws Exception {
    lab();
    anHourPasses();
    program("mvn", MAVEN.replace("touch ", ": "));
    write("lib/src/A.java", "// a comment");
    called();
    lab();
    assertEquals(List.of("mvn", "java"), called());
    lab();
    assertEquals(List.of("java"), called());
  }

  @Test
  void aCopiedBuildIsNotBuiltAgain() throws Exception {
    lab();
    called();
    Path copy = temporary.resolve("a copy");
    // the sources are written last, as a copy may do it: they are newer than the build
    try (var files = Files.walk(project)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, copy.resolve(project.relativize(file).toString()));
      }
    }
    project = copy;
    FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
    Files.setLastModifiedTime(copy.resolve(JAR), past);
    assertEquals(0, lab(), () -> said);
    assertEquals(List.of("java"), called());
  }

  @Test
  void whatMavenBuiltByItselfIsNotBuiltAgain() throws Exception {
    anHourPasses();
    write(JAR, "");
    lab();
    assertEquals(List.of("java"), called());
  }

  @Test
  void whereNothingCanBeWrittenAnUnbuiltProjectSaysWhatToDo() throws Exception {
    write(
        "kernel-extension/target", "a file where a folder must be: it cannot be made, root or not");
    assertEquals(1, lab());
    assertTrue(said.contains("is not built yet"), said);
    assertTrue(said.contains("mvn -DskipTests package"), said);
    assertEquals(1, said.split("lab: Entroscope", -1).length - 1, said);
    assertFalse(said.contains("touch:") || said.contains("mkdir:"), said);
    assertEquals(List.of(), called());
  }

  @Test
  void theVersionNeedsNeitherJavaNorABuild() throws Exception {
    Files.delete(programs.resolve("java"));
    write("pom.xml", "<project>\n  <version>1</version>\n  <revision>4.5.6</revision>\n");
    assertEquals(0, lab("--version"));
    assertEquals("Entroscope 4.5.6\n", said);
  }

  @Test
  void anEncodingWithoutOurLettersIsLeft() throws Exception {
    program("java", JAVA_17 + "echo \"LC_ALL is $LC_ALL\" >>\"$LOG.locale\"\n");
    environment.put("LC_ALL", "C");
    assertEquals(0, lab(), () -> said);
    assertTrue(Files.readString(Path.of(log + ".locale")).endsWith("LC_ALL is C.UTF-8\n"));
    environment.put("LC_ALL", "C.UTF-8");
    assertEquals(0, lab(), () -> said);
    assertTrue(Files.readString(Path.of(log + ".locale")).endsWith("LC_ALL is C.UTF-8\n"));
  }

  @Test
  void aUserWithoutAHomeIsTold() throws Exception {
    environment.put("HOME", "");
    assertEquals(1, lab());
    assertTrue(said.contains("HOME is not set"), said);
    environment.put("ENTROSCOPE_HOME", temporary.toString());
    assertEquals(0, lab(), () -> said);
    String arguments = Files.readString(Path.of(log + ".arguments"));
    assertTrue(arguments.contains("<-Duser.home=" + temporary + ">"), arguments);
  }

  @Test
  void aUserWhomTheSystemDoesNotKnowGivesMavenHisHome() throws Exception {
    Path tools = temporary.resolve("bin");
    program(tools, "id", "exit 1");
    program("mvn", MAVEN + "echo \"options $MAVEN_OPTS\" >>\"$LOG.options\"\n");
    environment.put("HOME", "/nowhere");
    assertEquals(0, lab(), () -> said);
    String options = Files.readString(Path.of(log + ".options"));
    assertTrue(options.contains("-Duser.home=/nowhere"), options);
  }

  @Test
  void afterAFailedBuildTheNextStartBuildsAgain() throws Exception {
    program("mvn", MAVEN + "[ \"$1\" = -version ] || exit 1\n");
    assertEquals(1, lab());
    assertTrue(said.contains("the build failed"), said);
    assertEquals(List.of("mvn"), called());
    assertEquals(1, lab());
    assertEquals(List.of("mvn"), called());
    program("mvn", MAVEN);
    assertEquals(0, lab());
    assertEquals(List.of("mvn", "java"), called());
  }

  @Test
  void twoStartsDoNotBuildAtTheSameTime() throws Exception {
    Path go = temporary.resolve("go");
    program(
        "mvn",
        "[ \"$1\" = -version ] || while [ ! -e '%s' ]; do /bin/sleep 0.1; done\n".formatted(go)
            + MAVEN);
    Path script = project.resolve("notebooks/lab");
    Process first = prepared(script).start();
    Path lock = project.resolve("kernel-extension/target/kernel.lock");
    while (!Files.isSymbolicLink(lock)) {
      Thread.sleep(20);
    }
    Process second = prepared(script).start();
    String waits = second.inputReader().readLine();
    assertTrue(waits.startsWith("Another start is building Entroscope; waiting"), waits);
    Files.createFile(go);
    assertTrue(first.waitFor(60, TimeUnit.SECONDS));
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    assertEquals(List.of(0, 0), List.of(first.exitValue(), second.exitValue()));
    List<String> called = new ArrayList<>(called());
    assertTrue(called.remove("mvn"));
    assertEquals(List.of("java", "java"), called, "one of them built");
    assertFalse(Files.isSymbolicLink(lock));
  }

  @Test
  void theLockOfAStartThatWasKilledIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    dead.waitFor();
    String host =
        new String(new ProcessBuilder("uname", "-n").start().getInputStream().readAllBytes());
    Path lock = project.resolve("kernel-extension/target/kernel.lock");
    Files.createDirectories(lock.getParent());
    Files.createSymbolicLink(lock, Path.of(host.strip() + ":" + dead.pid()));
    assertEquals(0, lab(), () -> said);
    assertEquals(List.of("mvn", "java"), called());
    assertFalse(Files.isSymbolicLink(lock));
  }

  @Test
  void argumentsArriveAsTheyAreThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("a project"));
    Path script =
        Files.createSymbolicLink(temporary.resolve("l ab"), link.resolve("notebooks/lab"));
    assertEquals(0, start(script, "--run", "a b", "*", "$HOME", ""), () -> said);
    String arguments = Files.readString(Path.of(log + ".arguments"));
    assertTrue(arguments.endsWith("<--run><a b><*><$HOME><>"), arguments);
    String notebooks = project.toRealPath().resolve("notebooks").toString();
    assertTrue(arguments.contains("<-Dentroscope.notebooks=" + notebooks + ">"), arguments);
  }

  @Test
  void theHelpNeedsNeitherJavaNorABuild() throws Exception {
    Files.delete(programs.resolve("java"));
    write("kernel-extension/src/main/resources/org/entroscope/lab/help.txt", "the help\n");
    assertEquals(0, lab("--run", "--help"));
    assertEquals("the help\n", said);
  }

  @Test
  void aMissingOrOldJavaIsSaid() throws Exception {
    program("java", JAVA_17.replace("openjdk version \"17.0.15\"", "java version \"1.8.0_402\""));
    assertEquals(1, lab());
    assertTrue(said.contains("JDK 17 or newer is needed"), said);
    assertTrue(said.contains(programs + "/java is version 1"), said);
    Files.delete(programs.resolve("java"));
    assertEquals(1, lab());
    assertTrue(said.contains("none on the PATH or in JAVA_HOME"), said);
    assertEquals(List.of(), called());
  }

  @Test
  void aMissingOrOldMavenIsSaidAndARuntimeWithoutCompiler() throws Exception {
    program("mvn", MAVEN.replace("3.8.7", "3.6.3"));
    assertEquals(1, lab());
    assertTrue(said.contains("mvn on the PATH is 3.6"), said);
    program("mvn", MAVEN.replace("Java version: 17", "Java version: 11"));
    assertEquals(1, lab());
    assertTrue(said.contains("mvn runs on Java 11"), said);
    Files.delete(programs.resolve("mvn"));
    assertEquals(1, lab());
    assertTrue(said.contains("there is no mvn on the PATH"), said);
    program("java", JAVA_17.replace("jdk.compiler", "java.base"));
    assertEquals(1, lab());
    assertTrue(said.contains("without compiler"), said);
    assertEquals(List.of(), called());
  }

  @Test
  void aNewerMavenAndJavaWillDo() throws Exception {
    program("java", JAVA_17.replace("17.0.15\" 2025", "25\" 2025"));
    program("mvn", MAVEN.replace("3.8.7", "4.0.0").replace("version: 17.0.15", "version: 25"));
    assertEquals(0, lab(), () -> said);
    assertEquals(List.of("mvn", "java"), called());
  }
}
