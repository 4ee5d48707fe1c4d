package org.entroscope.engine;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory in use on the device that computes a model. For a GPU, this is all memory in use,
 * including that of other processes. For the CPU of a Linux system, it is the peak memory of this
 * process.
 *
 * @param used the memory in use in bytes; -1 if the system does not report it
 * @param total the total memory in bytes; -1 if the system does not report it
 */
public record DeviceMemory(long used, long total) {

  private static final Path OWN = Path.of("/proc/self");
  private static final Path SYSTEM = Path.of("/proc/meminfo");

  /** Resets the peak, so that {@link #of} reports the peak from now on. */
  public static void reset(Device device) {
    if (device.isGpu()) {
      JniUtils.emptyCudaCache();
      return;
    }
    try {
      Files.writeString(OWN.resolve("clear_refs"), "5"); // makes the kernel begin a new peak
    } catch (IOException | SecurityException e) {
      // the reported peak is then that of the whole process so far
    }
  }

  /**
   * Returns the memory in use on a device. For a GPU, it includes memory that PyTorch keeps for
   * later.
   */
  public static DeviceMemory of(Device device) {
    if (device.isGpu()) {
      MemoryUsage usage = CudaUtils.getGpuMemory(device);
      return new DeviceMemory(usage.getCommitted(), usage.getMax());
    }
    return new DeviceMemory(
        kilobytes(OWN.resolve("status"), "VmHWM"), kilobytes(SYSTEM, "MemTotal"));
  }

  private static long kilobytes(Path file, String name) {
    try {
      Matcher matcher =
          Pattern.compile("(?m)^" + name + ":\\s*(\\d+) kB").matcher(Files.readString(file));
      return matcher.find() ? 1024 * Long.parseLong(matcher.group(1)) : -1;
    } catch (IOException e) {
      return -1; // the system is not Linux
    }
  }
}
