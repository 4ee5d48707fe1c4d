package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entroscope.engine.PyTorchBuild;
import org.entroscope.hub.NativesServer;
import org.entroscope.lab.DeviceSetup.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a fake machine, a fake nvidia-smi, and a local server instead of DJL's server. */
class DeviceSetupTest {

  private static final String QUERY = "/bin/nvidia-smi --query-gpu";
  private static final String GPU = "Tesla T4, driver 550.54.15 for CUDA 12.4";
  private static final String TABLE =
      "| NVIDIA-SMI 550.54.15   Driver Version: 550.54.15   CUDA Version: 12.4     |";

  @TempDir Path cache;
  private final FakeMachine machine = new FakeMachine();
  private final List<String> probed = new ArrayList<>();
  private Optional<String> problem = Optional.empty();
  private NativesServer server;
  private PyTorchBuild build;

  @BeforeEach
  void start() throws IOException {
    server = new NativesServer("2.7.1");
    server.serve("cu128/linux-x86_64/native/lib/libtorch.so.gz", new byte[100]);
    server.serve("cu128/linux-x86_64/native/lib/libcudart-1.so.12.gz", new byte[100]);
    server.serve("cu128/win-x86_64/native/lib/torch.dll.gz", new byte[100]);
    server.serve("cu128/win-x86_64/native/lib/cudart64_12.dll.gz", new byte[100]);
    build = new PyTorchBuild("2.7.1", "linux-x86_64", cache);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void driver() {
    machine
        .withProgram("/bin/nvidia-smi")
        .answering(QUERY, 0, "550.54.15, Tesla T4\n")
        .answering("/bin/nvidia-smi", 0, TABLE);
  }

  private Map<String, String> prepare(Wanted wanted) {
    return new DeviceSetup(
            machine,
            build,
            server.address(),
            Duration.ofSeconds(5), // the waits between attempts are fractions of this
            (flavor, variables) -> {
              assertTrue(build.isIn(build.folder(flavor)), "it is tried when it is there");
              probed.add(flavor);
              return problem;
            })
        .prepare(wanted);
  }

  @Test
  void withADriverTheBuildIsFetchedAndTriedOnceAndBothAreSaid() {
    driver();
    assertEquals(Map.of(), prepare(Wanted.AUTO));
    assertTrue(
        machine
            .said
            .get(0)
            .startsWith(GPU + ": downloading PyTorch 2.7.1 for CUDA once, 1 MB in 2"),
        machine.said::toString);
    assertEquals("Device: " + GPU, machine.said.get(1));
    assertEquals(Optional.of("cu128"), build.checkedCudaFlavor());
    assertEquals(List.of("cu128"), probed);
    machine.said.clear();
    server.close(); // a second start needs no network
    prepare(Wanted.AUTO);
    assertEquals(List.of("Device: " + GPU), machine.said);
    assertEquals(List.of("cu128"), probed);
  }

  @Test
  void anotherDriverIsTriedAgainWithoutADownload() {
    driver();
    prepare(Wanted.AUTO);
    machine.answering(QUERY, 0, "570.10, Tesla T4\n570.10, Tesla T4\n");
    machine.said.clear();
    prepare(Wanted.AUTO);
    assertEquals(List.of("Device: Tesla T4 (1 of 2), driver 570.10 for CUDA 12.4"), machine.said);
    assertEquals(List.of("cu128", "cu128"), probed);
  }

  @Test
  void withoutADriverItIsTheCpuWithoutAWord() {
    assertEquals(Map.of(), prepare(Wanted.AUTO));
    assertEquals(List.of(), machine.said);
    assertEquals(0, probed.size());
  }

  @Test
  void aDriverThatDoesNotWorkADownloadOrATrialThatFailsLeaveTheCpuInOneLine() {
    driver();
    problem = Optional.of("CUDA error: no kernel image is available for execution on the device");
    prepare(Wanted.AUTO);
    assertEquals(
        "Device: the CPU; PyTorch cannot compute on " + GPU + ": " + problem.get(),
        machine.said.get(1));
    assertEquals(Optional.empty(), build.checkedCudaFlavor(), "no process may load it");
    server.close();
    build = new PyTorchBuild("2.7.1", "linux-x86_64", cache.resolve("other"));
    machine.said.clear();
    prepare(Wanted.AUTO);
    assertEquals(1, machine.said.size(), machine.said::toString);
    String line = machine.said.get(0);
    assertTrue(
        line.startsWith("Device: the CPU; PyTorch's build for CUDA could not be installed"), line);
    assertTrue(line.length() < 500 && !line.contains("null"), line);
    machine.answering(QUERY, 9, "NVIDIA-SMI has failed because it couldn't communicate\nmore");
    machine.said.clear();
    prepare(Wanted.AUTO);
    assertEquals(
        List.of(
            "Device: the CPU; nvidia-smi finds no GPU: NVIDIA-SMI has failed because it couldn't"
                + " communicate"),
        machine.said);
  }

  @Test
  void byHandItIsTheCpuWithoutALookAtTheDriver() {
    driver();
    assertEquals(Map.of("ENTROSCOPE_DEVICE", "cpu"), prepare(Wanted.CPU));
    assertEquals(List.of("Device: the CPU, as asked for"), machine.said);
    assertEquals(List.of(), machine.ran);
  }

  @Test
  void aGpuByHandIsUsedOrRefused() {
    String refusal = assertThrows(LabException.class, () -> prepare(Wanted.GPU)).getMessage();
    assertTrue(refusal.startsWith("the GPU cannot be used: no NVIDIA driver"), refusal);
    driver();
    assertEquals(Map.of("ENTROSCOPE_DEVICE", "gpu"), prepare(Wanted.GPU));
  }

  @Test
  void onWindowsTheSearchPathHasTheBuild() {
    driver();
    machine.variables.put("PATH", "C:\\Windows;D:\\a b");
    build = new PyTorchBuild("2.7.1", "win-x86_64", cache);
    String folder = build.folder("cu128").toString();
    assertEquals(Map.of("PATH", folder + ";C:\\Windows;D:\\a b"), prepare(Wanted.AUTO));
    assertEquals(Map.of("PATH", folder + ";C:\\Windows;D:\\a b"), prepare(Wanted.AUTO));
    assertFalse(Files.exists(build.runtimeFolder("cu128")));
  }

  @Test
  void anInstalledPyTorchIsLeftAsItIs() {
    machine.variables.put("PYTORCH_LIBRARY_PATH", "/opt/torch/lib");
    assertEquals(Map.of(), prepare(Wanted.AUTO));
    assertTrue(machine.said.get(0).contains("PYTORCH_LIBRARY_PATH"));
  }

  @Test
  void theVariableDecidesWhereThereIsNoOption() {
    assertEquals(Wanted.AUTO, DeviceSetup.byVariable(machine));
    machine.variables.put("ENTROSCOPE_DEVICE", "Cpu");
    assertEquals(Wanted.CPU, DeviceSetup.byVariable(machine));
    machine.variables.put("ENTROSCOPE_DEVICE", "tpu");
    assertThrows(LabException.class, () -> DeviceSetup.byVariable(machine));
  }

  @Test
  void theTrialsProcessSaysItsReasonInItsLastLine() {
    assertEquals(Optional.empty(), GpuCheck.answer(0, "a warning\n" + GpuProbe.WORKS + "x\n"));
    assertEquals(
        Optional.of("CUDA error: out of memory"),
        GpuCheck.answer(1, "a warning\nCUDA error: out of memory\n"));
    assertEquals(Optional.of("its process ended with status 139"), GpuCheck.answer(139, "x"));
    assertEquals(Optional.of("its process ended with status 1"), GpuCheck.answer(1, ""));
  }

  @Test
  void aMachineWithoutAGpuFailsTheTrialWithAReason() {
    PyTorchBuild none = new PyTorchBuild("2.7.1", "linux-x86_64", cache);
    Optional<String> answer = new GpuCheck(none).run("cpu", Map.of("ENTROSCOPE_DEVICE", "cpu"));
    assertTrue(answer.isPresent());
    assertFalse(answer.get().contains("null"), answer.get());
  }
}
