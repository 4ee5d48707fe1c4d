package org.entroscope.engine;

import ai.djl.util.cuda.CudaUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/**
 * The state of CUDA on this machine, independent of how PyTorch was built.
 *
 * @param driver whether an NVIDIA driver was found
 * @param runtime whether CUDA's runtime library was found, which DJL uses to count GPUs
 * @param gpus the number of GPUs that CUDA finds
 * @param refusal CUDA's error message if it finds none; may be empty
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

  /** Returns whether there is an NVIDIA driver. Does not start CUDA. */
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
   * Explains why the engine has no GPU: returns the first obstacle as text.
   *
   * @param built whether PyTorch's library has CUDA
   * @param environment the environment variables of the process
   */
  String obstacle(boolean built, Map<String, String> environment) {
    if (!driver && gpus == 0) {
      return "no NVIDIA driver was found"
          + (built ? "" : "; this PyTorch was also built without CUDA");
    }
    if ("cpu".equalsIgnoreCase(environment.get(DeviceChoice.VARIABLE))) {
      return DeviceChoice.VARIABLE + " is cpu";
    }
    if (!built) {
      return "there is an NVIDIA driver, but this PyTorch was built without CUDA: start"
          + " 'notebooks/lab --device gpu' once, which downloads the build for it;"
          + " see notebooks/guide/gpu.md";
    }
    if (!runtime) {
      return "there is an NVIDIA driver, but CUDA's runtime library was not found: pass the folder"
          + " that contains it to the JVM with -Djna.library.path=FOLDER";
    }
    String visible = environment.get("CUDA_VISIBLE_DEVICES");
    if (gpus == 0 && visible != null) {
      return "CUDA_VISIBLE_DEVICES is '" + visible + "', which hides every GPU";
    }
    if (gpus == 0) {
      return "CUDA finds no GPU" + (refusal.isEmpty() ? "" : ": " + refusal);
    }
    return "CUDA finds a GPU, but PyTorch cannot use it: it was built for another version of CUDA";
  }
}
