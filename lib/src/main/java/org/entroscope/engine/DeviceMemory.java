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
 * How much memory is in use where models compute: of a GPU, all that is taken of it, by other
 * processes too; on Linux's CPUs, the most that this process has had.
 *
 * @param used bytes; -1 if the system does not tell
 * @param total bytes that there are; -1 if the system does not tell
 */
public record DeviceMemory(long used, long total) {

  private static final Path OWN = Path.of("/proc/self");
  private static final Path SYSTEM = Path.of("/proc/meminfo");

  /** Forgets what was used before, so that {@link #of} tells the peak from now on. */
  public static void reset(Device device) {
    if (device.isGpu()) {
      JniUtils.emptyCudaCache();
      return;
    }
    try {
      Files.writeString(OWN.resolve("clear_refs"), "5"); // the kernel's way to begin a new peak
    } catch (IOException | SecurityException e) {
      // then the peak is that of the whole process so far
    }
  }

  /** The memory in use on a device; of a GPU including what PyTorch keeps for later. */
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
      return -1; // no Linux
    }
  }
}
