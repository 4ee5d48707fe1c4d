package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {

  @TempDir Path prefix;

  private int run(String... more) {
    String[] fixed = {"--prefix", prefix.toString(), "--libraries", "/jars of the kernel"};
    return Install.run(Stream.concat(Stream.of(fixed), Stream.of(more)).toArray(String[]::new));
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
    assertTrue(command.contains(Path.of("/jars of the kernel").toAbsolutePath() + "/*"));
    assertTrue(command.stream().anyMatch(word -> Files.isExecutable(Path.of(word))), "java");
    assertEquals(
        List.of(KernelMain.class.getName(), "{connection_file}"),
        command.subList(command.size() - 2, command.size()));
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
}
