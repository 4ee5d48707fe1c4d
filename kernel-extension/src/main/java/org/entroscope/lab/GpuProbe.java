package org.entroscope.lab;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.entroscope.engine.EngineReport;
import org.entroscope.engine.PyTorch;
import org.entroscope.files.Reason;

/**
 * Computes something on the GPU, in a separate process. If the driver is too old, or the build does
 * not support the GPU, the computation fails and can end the process.
 */
final class GpuProbe {

  /** The beginning of the line that reports success. */
  static final String WORKS = "the GPU computes: ";

  private static final int SIZE = 64;

  private GpuProbe() {}

  /** Exits with 0 and a line that begins with {@link #WORKS}, or with 1 and the reason. */
  public static void main(String[] arguments) {
    try {
      EngineReport report = EngineReport.current();
      if (!report.withoutGpu().isEmpty()) {
        System.out.println(report.withoutGpu());
        System.exit(1);
      }
      try (NDManager manager = PyTorch.manager(Device.gpu())) {
        NDArray ones = manager.ones(new Shape(SIZE, SIZE));
        float sum = ones.matMul(ones).sum().getFloat();
        if (sum != (float) SIZE * SIZE * SIZE) {
          System.out.println("it computes a wrong matrix product: " + sum);
          System.exit(1);
        }
      }
      System.out.println(WORKS + report.engine() + " on " + report.device());
      System.exit(0);
    } catch (RuntimeException | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      System.out.println(Reason.of(cause));
      System.exit(1);
    }
  }
}
