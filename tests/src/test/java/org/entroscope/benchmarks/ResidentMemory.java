package org.entroscope.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the memory of this process (Linux). */
final class ResidentMemory {

  private ResidentMemory() {}

  /** Returns the peak resident memory of the process, in bytes. */
  static long largest() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("/proc/self/status has no VmHWM");
  }
}
