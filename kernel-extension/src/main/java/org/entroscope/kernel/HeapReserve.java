package org.entroscope.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Keeps the kernel alive when a cell fills the heap. A part of the heap is reserved and is released
 * when memory runs out, so that the kernel can report the error and free memory.
 */
final class HeapReserve {

  private static final long MEGABYTE = 1 << 20;
  private static final double FULL = 0.92; // share of the heap in use after a collection
  private static final double ROOMY = 0.8;

  private static final List<MemoryPoolMXBean> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
          .filter(pool -> pool.isUsageThresholdSupported() && pool.getUsage().getMax() > 0)
          .toList();

  private static volatile byte[] reserve;

  private HeapReserve() {}

  /** Reserves memory, if there is enough, and starts to monitor the use of the heap. */
  static void hold() {
    for (MemoryPoolMXBean pool : POOLS) {
      pool.setCollectionUsageThreshold((long) (FULL * pool.getUsage().getMax()));
    }
    long size = Math.max(8 * MEGABYTE, Math.min(64 * MEGABYTE, maximum() / 20));
    if (reserve == null && isRoomy()) {
      try {
        reserve = new byte[(int) size];
      } catch (OutOfMemoryError e) {
        reserve = null; // try again later
      }
    }
  }

  /** Releases the reserve. Allocates no memory. */
  static void release() {
    reserve = null;
  }

  /** Returns whether the heap was almost full after the last collection. Allocates no memory. */
  static boolean isExhausted() {
    for (int i = 0; i < POOLS.size(); i++) {
      if (POOLS.get(i).isCollectionUsageThresholdExceeded()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a large part of the heap is free. */
  static boolean isRoomy() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() < ROOMY * maximum();
  }

  /** Returns the size of the heap in megabytes. */
  static long megabytes() {
    return maximum() / MEGABYTE;
  }

  private static long maximum() {
    return Runtime.getRuntime().maxMemory();
  }
}
