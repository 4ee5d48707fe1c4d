package org.entroscope.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** The engine of this process, which is started if it has not been yet. */
  public static EngineReport current() {
    Engine engine = Engine.getEngine("PyTorch");
    Device device = engine.defaultDevice();
    boolean builtForGpus = JniUtils.getFeatures().contains("CUDA");
    return new EngineReport(
        engine.getEngineName() + " " + engine.getVersion(),
        LibUtils.getLibtorchPath(),
        device.toString(),
        engine.getGpuCount(),
        device.isGpu()
            ? ""
            : whyNoGpu(builtForGpus, CudaUtils.hasCuda(), driverGpus(), System.getenv()),
        Precision.usual(device),
        JniUtils.getNumThreads(),
        JniUtils.getNumInteropThreads(),
        Runtime.version().toString());
  }

  private static int driverGpus() {
    return CudaUtils.hasCuda() ? CudaUtils.getGpuCount() : 0;
  }

  /**
   * The reason in words, the first obstacle there is.
   *
   * @param builtForGpus whether the native library has CUDA
   * @param cuda whether CUDA's runtime library was found
   * @param gpus how many GPUs the driver shows
   * @param environment variables of the process
   */
  static String whyNoGpu(
      boolean builtForGpus, boolean cuda, int gpus, Map<String, String> environment) {
    String visible = environment.get("CUDA_VISIBLE_DEVICES");
    if (cuda && gpus == 0 && visible != null) {
      return "CUDA_VISIBLE_DEVICES is '" + visible + "', which hides every GPU";
    }
    if (!builtForGpus && gpus > 0) {
      return "there is a GPU, but this PyTorch was built without CUDA: build with the Maven profile"
          + " cuda, or set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR to an installed"
          + " one that has it";
    }
    if (!cuda) {
      return "no CUDA runtime library was found, so there is no NVIDIA GPU or no driver"
          + (builtForGpus ? "" : "; this PyTorch was built without CUDA, too");
    }
    return gpus == 0
        ? "the driver shows no GPU"
        : "PyTorch cannot use the GPU that the driver shows: its CUDA version is another";
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
