package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entroscope.kernel.Install.Installed.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {

  @TempDir Path prefix;

  private int run(String... more) throws IOException {
    Files.createDirectories(jars());
    String[] fixed = {"--prefix", prefix.toString(), "--libraries", jars().toString()};
    return Install.run(Stream.concat(Stream.of(fixed), Stream.of(more)).toArray(String[]::new));
  }

  private Path jars() {
    return prefix.resolve("jars of the kernel");
  }

  private Path kernels() {
    return prefix.resolve("share/jupyter/kernels");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(kernels())) {
      return all.filter(Files::isRegularFile)
          .map(path -> kernels().relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void writesOneFolderTwiceTheSame() throws IOException {
    Path other = Files.createDirectories(kernels().resolve("python3")).resolve("kernel.json");
    Files.writeString(other, "{}");
    assertEquals(0, run());
    List<String> first = files();
    String spec = Files.readString(kernels().resolve("entroscope/kernel.json"));
    assertEquals(0, run());
    assertEquals(first, files());
    assertEquals(spec, Files.readString(kernels().resolve("entroscope/kernel.json")));
    assertEquals(
        List.of(
            "entroscope/kernel.json",
            "entroscope/logo-32x32.png",
            "entroscope/logo-64x64.png",
            "entroscope/logo-svg.svg",
            "entroscope/plotly-library.js",
            "python3/kernel.json"),
        first);
    assertEquals("{}", Files.readString(other));
  }

  @Test
  void theSpecificationStartsTheKernel() throws IOException {
    assertEquals(0, run("--env", "ENTROSCOPE_JAVA_OPTS=-Xmx8g -Dx=y"));
    JsonNode spec =
        new ObjectMapper().readTree(kernels().resolve("entroscope/kernel.json").toFile());
    assertEquals("Entroscope (Java)", spec.path("display_name").asText());
    assertEquals("message", spec.path("interrupt_mode").asText());
    List<String> command =
        Stream.iterate(0, i -> i < spec.path("argv").size(), i -> i + 1)
            .map(i -> spec.path("argv").get(i).asText())
            .toList();
    assertTrue(command.contains(jars() + "/*"));
    assertTrue(command.stream().anyMatch(word -> Files.isExecutable(Path.of(word))), "java");
    assertEquals(
        List.of(KernelMain.class.getName(), "{connection_file}"),
        command.subList(command.size() - 2, command.size()));
    assertTrue(command.contains("-Djava.system.class.loader=" + KernelLoader.class.getName()));
    assertTrue(command.contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"), "for Spark");
    assertEquals("server", spec.path("env").path("ENTROSCOPE_PLOTLY").asText());
    assertEquals("1", spec.path("env").path("MALLOC_ARENA_MAX").asText());
    assertEquals("0", spec.path("env").path("MALLOC_MMAP_MAX_").asText());
    assertEquals("1000000000000", spec.path("env").path("MALLOC_TRIM_THRESHOLD_").asText());
    assertEquals("-Xmx8g -Dx=y", spec.path("env").path("ENTROSCOPE_JAVA_OPTS").asText());
  }

  @Test
  void uninstallsWhatItInstalled() throws IOException {
    assertEquals(0, run());
    assertEquals(0, run("--uninstall"));
    assertFalse(Files.exists(kernels().resolve("entroscope")));
    assertTrue(Files.exists(kernels()));
    assertEquals(0, run("--uninstall"), "nothing to do is no error");
  }

  @Test
  void findsJupytersFolderAsJupyterDoes() {
    Path home = Path.of("/home/ada").toAbsolutePath();
    assertEquals(
        home.resolve(".local/share/jupyter"), JupyterFolders.ofUser(Map.of(), "Linux", home));
    assertEquals(
        Path.of("/x/jupyter"), JupyterFolders.ofUser(Map.of("XDG_DATA_HOME", "/x"), "Linux", home));
    assertEquals(
        Path.of("/d").toAbsolutePath(),
        JupyterFolders.ofUser(
            Map.of("JUPYTER_DATA_DIR", "/d", "XDG_DATA_HOME", "/x"), "Linux", home));
    assertEquals(
        home.resolve("Library/Jupyter"), JupyterFolders.ofUser(Map.of(), "Mac OS X", home));
  }

  private Path build(String name) throws IOException {
    Path jars = Files.createDirectories(prefix.resolve(name).resolve("lib"));
    Files.writeString(jars.resolve("entroscope-kernel-0.1.0.jar"), "");
    return jars;
  }

  private Change installFrom(Path jars) throws IOException {
    return new Install().ifMissing(kernels().resolve("entroscope"), jars).change();
  }

  private Path present() throws IOException {
    return KernelSpec.libraries(kernels().resolve("entroscope/kernel.json")).orElseThrow();
  }

  @Test
  void theKernelOfAnotherCheckoutIsLeftUnlessItIsGone() throws IOException {
    Path first = build("first");
    Path second = build("second");
    assertEquals(Change.WRITTEN, installFrom(first));
    assertEquals(Change.NONE, installFrom(first));
    assertEquals(Change.LEFT, installFrom(second));
    assertEquals(first, present());
    Files.move(first.getParent(), prefix.resolve("moved"));
    assertEquals(Change.REPAIRED, installFrom(second));
    assertEquals(second, present());
    assertEquals(Change.NONE, installFrom(second));
  }

  @Test
  void aDamagedSpecificationIsWrittenAgain() throws IOException {
    Path jars = build("first");
    installFrom(jars);
    Files.writeString(kernels().resolve("entroscope/kernel.json"), "{\"argv\": [");
    assertEquals(Change.WRITTEN, installFrom(jars));
    assertEquals(jars, present());
  }

  @Test
  void anotherNameInstallsASecondBuildBesideTheFirst() throws IOException {
    assertEquals(0, run());
    assertEquals(0, run("--name", "entroscope-2"));
    assertTrue(
        Files.readString(kernels().resolve("entroscope-2/kernel.json"))
            .contains("\"ENTROSCOPE_PLOTLY\" : \"notebook\""),
        "pages look for plotly.js under the usual name alone");
    JsonNode spec =
        new ObjectMapper().readTree(kernels().resolve("entroscope-2/kernel.json").toFile());
    assertEquals("Entroscope (Java, entroscope-2)", spec.path("display_name").asText());
    assertTrue(Files.exists(kernels().resolve("entroscope/kernel.json")));
    assertEquals(1, run("--name", "../x"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no start script")
  void jupyterStartsAScriptBesideTheJarsWhichNamesWhatIsGone() throws Exception {
    Path jars = build("first");
    installFrom(jars);
    JsonNode command =
        new ObjectMapper()
            .readTree(kernels().resolve("entroscope/kernel.json").toFile())
            .path("argv");
    // if the checkout is moved, Jupyter does not find the program and says so in its page
    assertEquals(jars.resolve("start-kernel").toString(), command.get(0).asText());
    assertEquals("java /home/ada -Xmx1g -Dx=y a b\n", start(jars, echo(), "-Xmx1g -Dx=y"));
    String elsewhere = start(jars, "/no/java", "");
    assertTrue(elsewhere.contains("main class a"), "no other JVM took over: " + elsewhere);
    Files.delete(jars.resolve("entroscope-kernel-0.1.0.jar"));
    String said = start(jars, echo(), "");
    assertTrue(said.contains("there are no jars in " + jars), said);
    assertTrue(said.contains("Start notebooks/lab"), said);
  }

  /** Creates a program that replaces the JVM and prints its arguments. */
  private String echo() throws IOException {
    Path file = prefix.resolve("java");
    Files.writeString(file, "#!/bin/sh\necho java \"${1#-Duser.home=}\" $2 $3 a b\n");
    assertTrue(file.toFile().setExecutable(true));
    return file.toString();
  }

  private static String start(Path jars, String java, String options) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            jars.resolve("start-kernel").toString(), jars.toString(), java, "a", "b");
    builder.environment().put("HOME", "/home/ada");
    builder.environment().put("ENTROSCOPE_JAVA_OPTS", options);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return said;
  }

  @Test
  void variablesOfADamagedKernelAreNotDroppedSilently() throws IOException {
    Path file = Files.writeString(prefix.resolve("kernel.json"), "{\"env\": {\"A\": \"1\"}");
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertEquals(Map.of(), KernelSpec.environment(file));
    } finally {
      System.setErr(before);
    }
    assertEquals(
        file + " is damaged: variables that were added to its env are not copied.\n",
        said.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    assertEquals(Map.of(), KernelSpec.environment(prefix.resolve("none.json")));
  }
}
