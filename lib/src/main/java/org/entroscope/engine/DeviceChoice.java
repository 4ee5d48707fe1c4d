package org.entroscope.engine;

import com.sun.jna.NativeLibrary;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The choice of the PyTorch build that a process loads. It is the CUDA build if {@code
 * notebooks/lab} has downloaded one and has checked that it computes on this machine's GPU,
 * otherwise the build for CPUs. The choice is made when the engine is loaded, so that a cache on a
 * shared disk can serve machines with and without a GPU.
 *
 * @param flavor the flavor of the CUDA build to load; empty for DJL's own choice
 * @param properties the system properties that make DJL load that build
 */
record DeviceChoice(Optional<String> flavor, Map<String, String> properties) {

  /** The environment variable with the user's choice: {@code cpu}, {@code gpu} or {@code auto}. */
  static final String VARIABLE = "ENTROSCOPE_DEVICE";

  /** Chooses for this process, before the engine is loaded. */
  static void make() {
    PyTorchBuild build = PyTorchBuild.ofThisMachine();
    DeviceChoice choice = of(System.getenv(), build, Cuda.hasDriver());
    choice
        .flavor
        .map(build::runtimeFolder)
        .ifPresent(folder -> NativeLibrary.addSearchPath("cudart", folder.toString()));
    choice.properties.forEach(System::setProperty);
  }

  /**
   * Chooses a build.
   *
   * @param environment the environment variables of the process
   * @param build the builds of this machine
   * @param driver whether there is an NVIDIA driver
   * @throws IllegalStateException if the user has chosen a GPU that cannot be used, or the variable
   *     has another value
   */
  static DeviceChoice of(Map<String, String> environment, PyTorchBuild build, boolean driver) {
    String wanted = environment.getOrDefault(VARIABLE, "").strip().toLowerCase(Locale.ROOT);
    Map<String, String> properties = new LinkedHashMap<>();
    switch (wanted) {
      case "cpu" -> {
        properties.put("PYTORCH_FLAVOR", "cpu"); // for the case that DJL has to look for a build
        return new DeviceChoice(Optional.empty(), properties);
      }
      case "", "auto", "gpu" -> {}
      default ->
          throw new IllegalStateException(
              "%s is '%s': set it to cpu, gpu or auto".formatted(VARIABLE, wanted));
    }
    if (environment.containsKey("PYTORCH_LIBRARY_PATH")
        || environment.containsKey("PYTORCH_VERSION")
        || environment.containsKey("PYTORCH_FLAVOR")) {
      return new DeviceChoice(Optional.empty(), properties); // the user has chosen a build
    }
    Optional<String> flavor = driver ? build.checkedCudaFlavor() : Optional.empty();
    if (wanted.equals("gpu") && flavor.isEmpty()) {
      throw new IllegalStateException(
          "%s is gpu, but %s"
              .formatted(
                  VARIABLE,
                  driver
                      ? "PyTorch's CUDA build is missing from "
                          + build.cache()
                          + " or was never tested on this GPU: run 'notebooks/lab --device gpu'"
                          + " once to download and test it"
                      : "no NVIDIA driver was found on this machine"));
    }
    flavor.ifPresent(
        found -> {
          properties.put("PYTORCH_LIBRARY_PATH", build.folder(found).toString());
          properties.put("PYTORCH_VERSION", build.version());
          properties.put("PYTORCH_FLAVOR", found);
        });
    return new DeviceChoice(flavor, properties);
  }
}
