package org.entroscope.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Keeps the kernel alive when a cell fills the heap: a part of it is set aside, and given back in
 * the moment of need, so that the error can be told and memory be freed.
 */
final class HeapReserve {

  private static final long MEGABYTE = 1 << 20;
  private static final double FULL = 0.92; // of the heap, after a collection
  private static final double ROOMY = 0.8;

  private static final List<MemoryPoolMXBean> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
          .filter(pool -> pool.isUsageThresholdSupported() && pool.getUsage().getMax() > 0)
          .toList();

  private static volatile byte[] reserve;

  private HeapReserve() {}

  /** Sets memory aside, if there is room, and begins to watch how full the heap is. */
  static void hold() {
    for (MemoryPoolMXBean pool : POOLS) {
      pool.setCollectionUsageThreshold((long) (FULL * pool.getUsage().getMax()));
    }
    long size = Math.max(8 * MEGABYTE, Math.min(64 * MEGABYTE, maximum() / 20));
    if (reserve == null && isRoomy()) {
      try {
        reserve = new byte[(int) size];
      } catch (OutOfMemoryError e) {
        reserve = null; // later then
      }
    }
  }

  /** Gives the reserve back. Needs no memory itself. */
  static void release() {
    reserve = null;
  }

  /** Whether the last collection has left the heap all but full. Needs no memory itself. */
  static boolean isExhausted() {
    for (int i = 0; i < POOLS.size(); i++) {
      if (POOLS.get(i).isCollectionUsageThresholdExceeded()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a good part of the heap is free. */
  static boolean isRoomy() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() < ROOMY * maximum();
  }

  /** The size of the heap in megabytes. */
  static long megabytes() {
    return maximum() / MEGABYTE;
  }

  private static long maximum() {
    return Runtime.getRuntime().maxMemory();
  }
}
