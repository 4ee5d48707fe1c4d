package org.entroscope.engine;

import ai.djl.util.cuda.CudaUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/**
 * What this machine shows of CUDA, whatever PyTorch was built for.
 *
 * @param driver whether there is a driver of NVIDIA
 * @param runtime whether CUDA's runtime library was found, by which DJL counts GPUs
 * @param gpus how many GPUs it counts
 * @param refusal what it says where it counts none; may be empty
 */
record Cuda(boolean driver, boolean runtime, int gpus, String refusal) {

  static Cuda ofThisMachine() {
    NativeLibrary runtime = library("cudart");
    int gpus = CudaUtils.getGpuCount();
    return new Cuda(
        hasDriver(),
        gpus > 0 || runtime != null,
        gpus,
        gpus > 0 || runtime == null ? "" : refusal(runtime));
  }

  /** Whether there is a driver of NVIDIA. Does not start CUDA. */
  static boolean hasDriver() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return library(windows ? "nvcuda" : "libcuda.so.1") != null;
  }

  private static NativeLibrary library(String name) {
    try {
      return NativeLibrary.getInstance(name);
    } catch (LinkageError e) {
      return null;
    }
  }

  private static String refusal(NativeLibrary runtime) {
    int error = runtime.getFunction("cudaGetDeviceCount").invokeInt(new Object[] {new int[1]});
    Function words = runtime.getFunction("cudaGetErrorString");
    return error == 0 ? "" : words.invokeString(new Object[] {error}, false);
  }

  /**
   * Why the engine has no GPU, in words: the first obstacle there is.
   *
   * @param built whether PyTorch's library has CUDA
   * @param environment variables of the process
   */
  String obstacle(boolean built, Map<String, String> environment) {
    if (!driver && gpus == 0) {
      return "no driver of NVIDIA was found"
          + (built ? "" : "; this PyTorch was built without CUDA, too");
    }
    if ("cpu".equalsIgnoreCase(environment.get(DeviceChoice.VARIABLE))) {
      return DeviceChoice.VARIABLE + " is cpu";
    }
    if (!built) {
      return "there is a driver of NVIDIA, but this PyTorch was built without CUDA: start"
          + " 'notebooks/lab --device gpu' once, which downloads the build for it;"
          + " notebooks/guide/gpu.md says more";
    }
    if (!runtime) {
      return "there is a driver of NVIDIA, but CUDA's runtime library was not found: name the folder"
          + " that has it with the option -Djna.library.path=FOLDER of the JVM";
    }
    String visible = environment.get("CUDA_VISIBLE_DEVICES");
    if (gpus == 0 && visible != null) {
      return "CUDA_VISIBLE_DEVICES is '" + visible + "', which hides every GPU";
    }
    if (gpus == 0) {
      return "CUDA finds no GPU" + (refusal.isEmpty() ? "" : ": " + refusal);
    }
    return "CUDA finds a GPU, but PyTorch cannot use it: its version of CUDA is another";
  }
}
