package org.entroscope.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports the engine and the device in use, and why no faster device is used.
 *
 * @param engine the engine's name and version
 * @param library the folder of PyTorch's native library
 * @param device the device that models use by default
 * @param gpus the number of GPUs that the engine can use
 * @param withoutGpu the reason why the device is not a GPU; empty if it is one
 * @param products the default precision of matrix products on that device
 * @param threads the number of threads per operation
 * @param interOperationThreads the number of threads for concurrent operations
 * @param java the version of the Java runtime
 */
public record EngineReport(
    String engine,
    String library,
    String device,
    int gpus,
    String withoutGpu,
    Precision products,
    int threads,
    int interOperationThreads,
    String java) {

  /** Returns a report on the engine of this process. Starts the engine if necessary. */
  public static EngineReport current() {
    Engine engine = PyTorch.engine();
    Device device = engine.defaultDevice();
    return new EngineReport(
        engine.getEngineName() + " " + engine.getVersion(),
        LibUtils.getLibtorchPath(),
        device.toString(),
        engine.getGpuCount(),
        device.isGpu() ? "" : Cuda.ofThisMachine().obstacle(builtForGpus(), System.getenv()),
        Precision.usual(device),
        JniUtils.getNumThreads(),
        JniUtils.getNumInteropThreads(),
        Runtime.version().toString());
  }

  /** Returns whether PyTorch was built with CUDA: such a build contains the library torch_cuda. */
  private static boolean builtForGpus() {
    Path folder = Path.of(LibUtils.getLibtorchPath());
    return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
  }

  /** Returns the report as text with one fact per line. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("engine   " + engine);
    lines.add("library  " + library);
    lines.add("device   " + device + (gpus > 0 ? " of " + gpus + " GPUs" : ""));
    if (!withoutGpu.isEmpty()) {
      lines.add("no GPU   " + withoutGpu);
    }
    lines.add("products " + products);
    lines.add(
        "threads  "
            + threads
            + " per operation, "
            + interOperationThreads
            + " for concurrent operations");
    lines.add("Java     " + java);
    return String.join(System.lineSeparator(), lines);
  }
}
