package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entroscope.engine.PyTorchBuild;
import org.entroscope.files.AtomicFile;
import org.entroscope.files.Reason;
import org.entroscope.hub.CudaBuild;

/**
 * Finds out whether models can run on a GPU of this machine. If so, downloads PyTorch's build for
 * it if it is missing, and tests the build once for each version of the driver. One line says which
 * device will be used.
 */
final class DeviceSetup {

  /** The device that the user asks for. {@link #AUTO} uses a GPU if one works. */
  enum Wanted {
    AUTO,
    CPU,
    GPU
  }

  private static final String VARIABLE = "ENTROSCOPE_DEVICE";

  private final Machine machine;
  private final PyTorchBuild build;
  private final URI server;
  private final Duration patience;
  private final Probe probe;

  /** Tests a build of PyTorch. */
  @FunctionalInterface
  interface Probe {

    /**
     * Computes something on the GPU, in a separate process.
     *
     * @param flavor the flavor of the build, such as cu128
     * @param variables environment variables of that process
     * @return the reason if the test failed; empty if it succeeded
     */
    Optional<String> run(String flavor, Map<String, String> variables);
  }

  DeviceSetup(Machine machine, PyTorchBuild build, URI server, Duration patience, Probe probe) {
    this.machine = machine;
    this.build = build;
    this.server = server;
    this.patience = patience;
    this.probe = probe;
  }

  /** Returns the device that the environment variable asks for if no option is given. */
  static Wanted byVariable(Machine machine) {
    String value = machine.variable(VARIABLE).orElse("auto").strip().toUpperCase(Locale.ROOT);
    try {
      return Wanted.valueOf(value);
    } catch (IllegalArgumentException e) {
      throw new LabException(
          "%s is '%s': set it to cpu, gpu or auto"
              .formatted(VARIABLE, value.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Prepares the device.
   *
   * @return environment variables for the kernels
   * @throws LabException if the user asks for a GPU that cannot be used; the message gives the
   *     reason
   */
  Map<String, String> prepare(Wanted wanted) {
    Map<String, String> variables = new TreeMap<>();
    if (wanted != Wanted.AUTO) {
      variables.put(VARIABLE, wanted.name().toLowerCase(Locale.ROOT));
    }
    if (wanted == Wanted.CPU) {
      machine.say("Device: the CPU, as asked for");
      return variables;
    }
    if (machine.variable("PYTORCH_LIBRARY_PATH").isPresent()) {
      machine.say("Device: the best one of the PyTorch in PYTORCH_LIBRARY_PATH");
      return variables;
    }
    try {
      Optional<NvidiaDriver> driver = NvidiaDriver.find(machine);
      if (driver.isEmpty() && wanted == Wanted.AUTO) {
        return variables; // most machines have no GPU, which needs no message
      }
      if (driver.isEmpty()) {
        throw new LabException("no NVIDIA driver was found (nvidia-smi is not on the PATH)");
      }
      variables.putAll(useGpu(driver.get()));
      machine.say("Device: " + driver.get());
    } catch (LabException e) {
      if (wanted == Wanted.GPU) {
        throw new LabException("the GPU cannot be used: " + e.getMessage());
      }
      machine.say("Device: the CPU; " + e.getMessage());
    }
    return variables;
  }

  private Map<String, String> useGpu(NvidiaDriver driver) {
    try {
      Optional<String> present = checked(driver);
      if (present.isPresent()) {
        return variables(present.get());
      }
      CudaBuild found = CudaBuild.find(build, server, driver.cudaMajor(), patience);
      Path folder = build.folder(found.flavor());
      if (!build.isIn(folder)) {
        machine.say(
            "%s: downloading PyTorch %s for CUDA once, %s in %d files, into %s"
                .formatted(
                    driver,
                    build.version(),
                    CudaBuild.words(found.bytes()),
                    found.files().size(),
                    build.cache()));
      }
      found.fetch();
      Map<String, String> variables = variables(found.flavor());
      Optional<String> problem = probe.run(found.flavor(), variables);
      if (problem.isPresent()) {
        throw new LabException("PyTorch cannot compute on %s: %s".formatted(driver, problem.get()));
      }
      AtomicFile.write(
          folder.resolve(PyTorchBuild.CHECKED), part -> Files.writeString(part, driver.version()));
      return variables;
    } catch (IOException | UncheckedIOException e) {
      throw new LabException("PyTorch's build for CUDA could not be installed: " + Reason.of(e), e);
    }
  }

  /** Returns the build that was tested successfully with this version of the driver. */
  private Optional<String> checked(NvidiaDriver driver) throws IOException {
    Optional<String> flavor = build.checkedCudaFlavor();
    if (flavor.isPresent()) {
      Path mark = build.folder(flavor.get()).resolve(PyTorchBuild.CHECKED);
      if (Files.readString(mark).equals(driver.version())) {
        return flavor;
      }
      Files.delete(mark);
    }
    return Optional.empty();
  }

  /**
   * Returns the environment variables for a build. On Windows, DJL looks for CUDA's runtime library
   * only in the folders of the search path.
   */
  private Map<String, String> variables(String flavor) {
    String path = machine.variable("PATH").orElse("");
    return build.classifier().startsWith("win")
        ? Map.of("PATH", build.folder(flavor) + ";" + path)
        : Map.of();
  }
}
