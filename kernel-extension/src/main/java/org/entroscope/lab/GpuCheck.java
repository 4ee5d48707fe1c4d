package org.entroscope.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.entroscope.engine.PyTorchBuild;
import org.entroscope.files.Reason;

/** Runs {@link GpuProbe} with a given build of PyTorch. */
final class GpuCheck implements DeviceSetup.Probe {

  /** The limit is generous because the first start of CUDA reads gigabytes. */
  private static final int LIMIT_MINUTES = 5;

  private final PyTorchBuild build;

  GpuCheck(PyTorchBuild build) {
    this.build = build;
  }

  @Override
  public Optional<String> run(String flavor, Map<String, String> variables) {
    File output = null;
    try {
      output = File.createTempFile("entroscope-gpu", ".txt");
      Process process = command(flavor, variables).redirectOutput(output).start();
      Processes.endWithThisJvm(process);
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        Processes.end(process);
        return Optional.of("it did not answer within " + LIMIT_MINUTES + " minutes");
      }
      String said = Files.readString(output.toPath(), StandardCharsets.UTF_8);
      return answer(process.exitValue(), said);
    } catch (IOException e) {
      return Optional.of(Reason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while the GPU was checked", e);
    } finally {
      if (output != null) {
        output.delete();
      }
    }
  }

  private ProcessBuilder command(String flavor, Map<String, String> variables) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java,
                "-Duser.home=" + System.getProperty("user.home"),
                "-Djna.library.path=" + build.runtimeFolder(flavor),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                GpuProbe.class.getName()));
    builder.environment().putAll(variables);
    builder.environment().put("PYTORCH_LIBRARY_PATH", build.folder(flavor).toString());
    builder.environment().put("PYTORCH_VERSION", build.version());
    builder.environment().put("PYTORCH_FLAVOR", flavor);
    return builder.redirectErrorStream(true);
  }

  /** Returns the reason if the probe failed; empty if it succeeded. */
  static Optional<String> answer(int status, String said) {
    List<String> lines = said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (status == 0 && lines.stream().anyMatch(line -> line.startsWith(GpuProbe.WORKS))) {
      return Optional.empty();
    }
    boolean crashed = status != 1 || lines.isEmpty();
    return Optional.of(
        crashed ? "its process ended with status " + status : lines.get(lines.size() - 1));
  }
}
