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
 * What computes, and why not something faster.
 *
 * @param engine name and version
 * @param library folder of PyTorch's native library
 * @param device that models are put on unless told otherwise
 * @param gpus how many GPUs the engine can use
 * @param withoutGpu why it is no GPU; empty where it is one
 * @param products precision of products on that device unless told otherwise
 * @param threads of one operation
 * @param interOperationThreads of operations side by side
 * @param java version of the Java runtime
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

  /** A report on the engine of this process. Starts the engine if necessary. */
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

  /** A build with CUDA has a library of that name beside the others. */
  private static boolean builtForGpus() {
    Path folder = Path.of(LibUtils.getLibtorchPath());
    return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
  }

  /** One fact a line. */
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
    lines.add("threads  " + threads + " an operation, " + interOperationThreads + " side by side");
    lines.add("Java     " + java);
    return String.join(System.lineSeparator(), lines);
  }
}
