package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the launcher behind {@code notebooks/lab} in a fake project, with a fake Java and Maven.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the made-up programs are shell scripts")
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

  private static final Path LAUNCHER =
      Path.of("../kernel-extension/src/main/java/org/entroscope/lab/Launcher.java");

  @TempDir Path temporary;
  private Path project;
  private Path programs;
  private Path log;
  private String said;
  private String user = "ada";
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      return new Launcher(place(false), project, out, out).run(arguments);
    } finally {
      said = bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private Launcher.Place place(boolean windows) throws IOException {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("PATH", programs + ":" + tools());
    variables.put("LOG", log.toString());
    return new Launcher.Place(
        windows, variables, programs.resolve("java"), temporary, "/home/ada", user);
  }

  /** Returns a folder with only the tools that the fake programs need. */
  private Path tools() throws IOException {
    Path tools = temporary.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectory(tools);
      for (String tool : "mkdir sleep touch".split(" ")) {
        Path there = Path.of("/usr/bin", tool);
        program(tools, tool, "exec " + (Files.exists(there) ? there : "/bin/" + tool) + " \"$@\"");
      }
    }
    return tools;
  }

  private List<String> called() throws IOException {
    List<String> programs =
        Files.exists(log)
            ? Files.readAllLines(log).stream().map(line -> line.split(" ")[0]).toList()
            : List.of();
    Files.deleteIfExists(log);
    return programs;
  }

  /** Sets the times of all files in the project to an hour ago. */
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
    // a copy may write the sources last, and then they are newer than the build
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
    assertTrue(said.contains("Entroscope is not built"), said);
    assertTrue(said.contains("mvn -DskipTests package"), said);
    assertEquals(1, said.split("lab: Entroscope", -1).length - 1, said);
    assertFalse(said.contains("touch:") || said.contains("mkdir:"), said);
    assertEquals(List.of(), called());
  }

  @Test
  void theVersionAndTheHelpNeedNoBuild() throws Exception {
    write("pom.xml", "<project>\n  <version>1</version>\n  <revision>4.5.6</revision>\n");
    assertEquals(0, lab("--version"));
    assertEquals("Entroscope 4.5.6", said.strip());
    write("kernel-extension/src/main/resources/org/entroscope/lab/help.txt", "the help\n");
    assertEquals(0, lab("--run", "--help"));
    assertEquals("the help\n", said);
    assertEquals(List.of(), called());
  }

  @Test
  void aUserWhomTheSystemDoesNotKnowGivesMavenHisHome() throws Exception {
    user = "?";
    program("mvn", MAVEN + "echo \"options $MAVEN_OPTS java $JAVA_HOME\" >>\"$LOG.options\"\n");
    environment.put("MAVEN_OPTS", "-Xmx1g");
    assertEquals(0, lab(), () -> said);
    String options = Files.readString(Path.of(log + ".options"));
    assertTrue(options.contains("-Xmx1g -Duser.home=/home/ada"), options);
    assertTrue(options.contains("java " + programs.getParent()), "Maven runs on our Java");
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
        "[ \"$1\" = -version ] || while [ ! -e '%s' ]; do sleep 0.1; done\n".formatted(go) + MAVEN);
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return lab();
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    Path begun = project.resolve("kernel-extension/target/kernel/built.begun");
    while (!Files.exists(begun)) {
      Thread.sleep(20);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dentroscope.notebooks=" + project.resolve("notebooks"),
            LAUNCHER.toString(),
            "--list");
    builder.environment().put("PATH", programs + ":" + tools());
    builder.environment().put("LOG", log.toString());
    Process second = builder.redirectErrorStream(true).start();
    String waits = second.inputReader().readLine();
    assertTrue(waits.startsWith("Another start is building Entroscope; waiting"), waits);
    Files.createFile(go);
    assertEquals(0, first.get(60, TimeUnit.SECONDS));
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    // the second start runs the real Java, which finds no program in the fake jar
    assertEquals(List.of("mvn", "java"), called(), "one of them built");
  }

  @Test
  void theLockOfAStartThatWasKilledIsTakenOver() throws Exception {
    write("kernel-extension/target/kernel.lock", "");
    assertEquals(0, lab(), () -> said);
    assertEquals(List.of("mvn", "java"), called());
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    assertEquals(0, lab("--run", "a b", "*", "$HOME", "", "--", "--sweep"), () -> said);
    String arguments = Files.readString(Path.of(log + ".arguments"));
    assertTrue(arguments.endsWith("<--run><a b><*><$HOME><><--><--sweep>"), arguments);
    assertTrue(arguments.contains("<-Duser.home=/home/ada>"), arguments);
    String notebooks = project.resolve("notebooks").toString();
    assertTrue(arguments.contains("<-Dentroscope.notebooks=" + notebooks + ">"), arguments);
    assertTrue(arguments.contains("<org.entroscope.lab.Lab>"), arguments);
  }

  @Test
  void aSweepIsAProgramOfItsOwnInTheProjectsFolder() throws Exception {
    program(
        "java", JAVA_17 + "echo \"$PWD $OMP_WAIT_POLICY $MALLOC_ARENA_MAX\" >>\"$LOG.where\"\n");
    assertEquals(0, lab("--sweep", "tiny", "--help"), () -> said);
    String arguments = Files.readString(Path.of(log + ".arguments"));
    assertTrue(arguments.endsWith("<org.entroscope.paper.SweepMain><tiny><--help>"), arguments);
    assertEquals(project.toRealPath() + " PASSIVE 4\n", Files.readString(Path.of(log + ".where")));
  }

  @Test
  void theCourseIsAProgramOfItsOwn() throws Exception {
    assertEquals(0, lab("--course", "--help"), () -> said);
    String arguments = Files.readString(Path.of(log + ".arguments"));
    assertTrue(arguments.endsWith("<org.entroscope.lab.CourseMain><--help>"), arguments);
  }

  @Test
  void theStatusIsThatOfTheProgram() throws Exception {
    program("java", JAVA_17 + "exit 7\n");
    assertEquals(7, lab());
  }

  @Test
  void programsOfWindowsHaveEndingsAndAPathInItsOwnSpelling() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("Benutzer J\u00fcrgen M\u00fcller"));
    program(folder, "mvn.cmd", "exit 0\n");
    program(folder, "mvn", "exit 0\n");
    environment.put("Path", "C:\\Windows;\"" + folder + "\";");
    assertEquals(Optional.of(folder.resolve("mvn.cmd")), onPath(true, "mvn"));
    assertEquals(Optional.empty(), onPath(true, "java"));
  }

  private Optional<Path> onPath(boolean windows, String program) {
    return new Launcher.Place(
            windows, environment, programs.resolve("java"), temporary, "/home/ada", "ada")
        .onPath(program);
  }

  @Test
  void aMissingOrOldMavenIsSaid() throws Exception {
    program("mvn", MAVEN.replace("3.8.7", "3.6.3"));
    assertEquals(1, lab());
    assertTrue(said.contains("mvn on the PATH is 3.6"), said);
    program("mvn", MAVEN.replace("Java version: 17", "Java version: 11"));
    assertEquals(1, lab());
    assertTrue(said.contains("mvn runs on Java 11"), said);
    Files.delete(programs.resolve("mvn"));
    assertEquals(1, lab());
    assertTrue(said.contains("there is no mvn on the PATH"), said);
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
