package org.entroscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceChoiceTest {

  @TempDir Path cache;
  private PyTorchBuild build;

  @BeforeEach
  void build() {
    build = new PyTorchBuild("2.7.1", "linux-x86_64", cache);
  }

  private Path cudaBuild(String name, boolean checked) throws IOException {
    Path folder = Files.createDirectory(cache.resolve(name));
    Files.createFile(folder.resolve("libtorch.so"));
    if (checked) {
      Files.writeString(folder.resolve(PyTorchBuild.CHECKED), "550.54");
    }
    return folder;
  }

  private DeviceChoice choice(boolean driver, String... environment) {
    Map<String, String> variables =
        environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]);
    return DeviceChoice.of(variables, build, driver);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, libtorch.so",
    "Linux, aarch64, linux-aarch64, libtorch.so",
    "Mac OS X, aarch64, osx-aarch64, libtorch.dylib",
    "Windows 11, amd64, win-x86_64, torch.dll",
    "Windows Server 2022, amd64, win-x86_64, torch.dll"
  })
  void theMachineIsNamedAsDjlNamesIt(
      String system, String processor, String classifier, String library) {
    assertEquals(classifier, PyTorchBuild.classifier(system, processor));
    assertEquals(library, new PyTorchBuild("2.7.1", classifier, cache).library("torch"));
  }

  @Test
  void withADriverTheNewestCheckedBuildIsLoaded() throws IOException {
    cudaBuild("2.7.1-cu118-linux-x86_64", true);
    Path newest = cudaBuild("2.7.1-cu128-linux-x86_64", true);
    cudaBuild("2.7.1-cu129-linux-x86_64", false);
    cudaBuild("2.5.1-cu130-linux-x86_64", true);
    cudaBuild("2.7.1-cu131-linux-aarch64", true);
    Files.createDirectory(cache.resolve("2.7.1-cu128-linux-x86_64-runtime"));
    DeviceChoice choice = choice(true);
    assertEquals(Optional.of("cu128"), choice.flavor());
    assertEquals(
        Map.of(
            "PYTORCH_LIBRARY_PATH", newest.toString(),
            "PYTORCH_VERSION", "2.7.1",
            "PYTORCH_FLAVOR", "cu128"),
        choice.properties());
    assertEquals(choice, choice(true, "ENTROSCOPE_DEVICE", "GPU"));
    assertEquals(choice, choice(true, "ENTROSCOPE_DEVICE", "auto"));
  }

  @Test
  void withoutADriverOrByHandItIsTheCpu() throws IOException {
    cudaBuild("2.7.1-cu128-linux-x86_64", true);
    assertEquals(new DeviceChoice(Optional.empty(), Map.of()), choice(false));
    assertEquals(
        new DeviceChoice(Optional.empty(), Map.of("PYTORCH_FLAVOR", "cpu")),
        choice(true, "ENTROSCOPE_DEVICE", "cpu"));
  }

  @Test
  void aBuildThatTheUserNamesIsLeftToDjl() throws IOException {
    cudaBuild("2.7.1-cu128-linux-x86_64", true);
    for (String variable : new String[] {"LIBRARY_PATH", "VERSION", "FLAVOR"}) {
      assertEquals(
          new DeviceChoice(Optional.empty(), Map.of()), choice(true, "PYTORCH_" + variable, "x"));
    }
  }

  @Test
  void aGpuThatCannotBeUsedIsRefused() throws IOException {
    cudaBuild("2.7.1-cu128-linux-x86_64", false);
    String unchecked = refusal(true, "gpu");
    assertTrue(unchecked.contains("'notebooks/lab --device gpu'"), unchecked);
    String without = refusal(false, "gpu");
    assertTrue(without.contains("no NVIDIA driver"), without);
    assertEquals("ENTROSCOPE_DEVICE is 'tpu': set it to cpu, gpu or auto", refusal(true, "tpu"));
  }

  private String refusal(boolean driver, String device) {
    return assertThrows(
            IllegalStateException.class, () -> choice(driver, "ENTROSCOPE_DEVICE", device))
        .getMessage();
  }

  @Test
  void aCacheThatIsNotThereHasNoBuild() {
    build = new PyTorchBuild("2.7.1", "linux-x86_64", cache.resolve("none"));
    assertEquals(Optional.empty(), choice(true).flavor());
  }

  @Test
  void thisDjlHasItsOwnLibraryForCuda() {
    PyTorchBuild ours = PyTorchBuild.ofThisMachine();
    for (String classifier : new String[] {"linux-x86_64", "win-x86_64"}) {
      PyTorchBuild other = new PyTorchBuild(ours.version(), classifier, cache);
      assertTrue(other.isSupported("cu128"), classifier);
      assertFalse(other.isSupported("cu124"), classifier);
    }
  }
}
