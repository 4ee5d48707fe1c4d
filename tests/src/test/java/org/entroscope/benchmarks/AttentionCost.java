package org.entroscope.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entroscope.engine.Autograd;
import org.entroscope.engine.FusedAttention;
import org.entroscope.engine.IntraOpThreads;
import org.entroscope.engine.PyTorch;
import org.entroscope.engine.Scalar;
import org.entroscope.statistics.AttentionEntropy;

/**
 * Measures attention of 12 heads of width 64, with the matrix of scores and with fused kernels,
 * with and without its entropy, forward and with the gradient. Times are medians of interleaved
 * runs; on a CPU they are the processor time of one thread. Run by hand: {@code
 * tests/benchmarks/run attention}.
 */
public final class AttentionCost {

  private static final int HEADS = 12;
  private static final int WIDTH = 64;

  /** A way to compute attention. */
  private enum Way {
    PLAIN,
    PLAIN_ENTROPY,
    /** With the logarithm of every probability, as in the authors' code. */
    AUTHORS_ENTROPY,
    FUSED,
    FUSED_ENTROPY
  }

  private final NDManager manager;
  private final boolean gpu;

  private AttentionCost(NDManager manager) {
    this.manager = manager;
    gpu = manager.getDevice().isGpu();
  }

  /**
   * Prints times without arguments. With {@code memory} and a way, it prints the memory that the
   * process takes for T from 1,024 to 8,192, or to 4,096 with the matrix (Linux).
   */
  public static void main(String[] words) throws IOException {
    Device device = words.length > 0 && words[0].equals("gpu") ? null : Device.cpu();
    try (NDManager manager = PyTorch.manager(device);
        IntraOpThreads one = IntraOpThreads.limit(1)) {
      AttentionCost cost = new AttentionCost(manager);
      if (words.length > 1) {
        cost.memory(Way.valueOf(words[1].toUpperCase(Locale.ROOT)));
      } else {
        cost.times();
      }
    }
  }

  private void times() {
    System.out.println(
        "milliseconds of "
            + (gpu ? "elapsed" : "processor")
            + " time, medians; Python: the authors' way there, with the usual memory settings");
    boolean peer = !gpu && Peer.exists();
    for (boolean gradient : new boolean[] {false, true}) {
      System.out.println(gradient ? "forward and backward" : "forward");
      System.out.println(
          "  T: plain, with entropy, the authors' way, fused, with entropy"
              + (peer ? "; Python" : ""));
      for (int t : new int[] {64, 128, 256, 512, 1024, 2048, 4096}) {
        System.out.printf(
            "  %,d: %s%n", t, peer ? besidePython(t, gradient) : times(t, gradient, null));
      }
    }
  }

  private String besidePython(int t, boolean gradient) {
    List<String> script = new ArrayList<>(List.of("tests/benchmarks/peer_attention.py"));
    for (int each : new int[] {HEADS, WIDTH, t}) {
      script.add(Integer.toString(each));
    }
    script.add(gradient ? "gradient" : "forward");
    try (Peer python = Peer.start("Python", script)) {
      python.version();
      return times(t, gradient, python);
    }
  }

  /** Runs all ways in turns and returns their medians. */
  private String times(int t, boolean gradient, Peer python) {
    int runs = t > 1024 ? 5 : 15;
    List<double[]> times = new ArrayList<>();
    for (int run = -2; run < runs; run++) { // the first two are not counted
      double[] turn = new double[Way.values().length + (python == null ? 0 : 1)];
      for (Way way : Way.values()) {
        turn[way.ordinal()] = run(way, t, gradient);
      }
      if (python != null) {
        turn[turn.length - 1] = python.run(1).processor();
      }
      if (run >= 0) {
        times.add(turn);
      }
    }
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < times.get(0).length; i++) {
      int column = i;
      double median = Cost.median(times.stream().mapToDouble(turn -> turn[column]).toArray());
      line.append(String.format(Locale.ROOT, " %.2f", median));
    }
    return line.toString().strip();
  }

  private void memory(Way way) throws IOException {
    long before = ResidentMemory.largest();
    boolean matrix = way != Way.FUSED && way != Way.FUSED_ENTROPY; // 25 GB at 8,192
    for (int t : new int[] {1024, 2048, 4096, 8192}) {
      if (matrix && t > 4096) {
        return;
      }
      run(way, t, false);
      System.out.printf(
          Locale.ROOT, "%s T=%d: %d MB%n", way, t, (ResidentMemory.largest() - before) >> 20);
    }
  }

  /** Milliseconds of one run. */
  private double run(Way way, int t, boolean gradient) {
    try (NDScope scope = new NDScope();
        Autograd recording = gradient ? Autograd.recording() : Autograd.paused()) {
      scope.suppressNotUsedWarning();
      NDArray[] qkv = new NDArray[3];
      for (int i = 0; i < 3; i++) {
        qkv[i] = manager.randomNormal(new Shape(1, HEADS, t, WIDTH));
        qkv[i].setRequiresGradient(gradient);
      }
      long begun = now();
      NDArray total = computed(way, qkv[0], qkv[1], qkv[2]);
      if (gradient) {
        Autograd.backward(total);
      }
      if (gpu) {
        total.getFloat(); // waits for the device
      }
      return (now() - begun) / 1e6;
    }
  }

  private long now() {
    return gpu ? System.nanoTime() : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static NDArray computed(Way way, NDArray q, NDArray k, NDArray v) {
    NDArray read;
    NDArray entropy = null;
    if (way == Way.FUSED || way == Way.FUSED_ENTROPY) {
      read = FusedAttention.of(HEADS).attend(q, k, v);
      entropy = way == Way.FUSED_ENTROPY ? FusedAttention.of(HEADS).entropy(q, k) : null;
    } else {
      NDArray key = q.getManager().arange(0, q.getShape().get(2), 1, DataType.FLOAT32);
      NDArray mask = key.gt(key.expandDims(1)).toType(DataType.FLOAT32, false).mul(-1e9f);
      NDArray scaled = q.mul(Scalar.of(q, 1 / Math.sqrt(WIDTH)));
      NDArray scores = scaled.matMul(k.transpose(0, 1, 3, 2)).add(mask);
      NDArray weights = scores.softmax(-1);
      read = weights.matMul(v);
      entropy =
          switch (way) {
            case PLAIN_ENTROPY -> AttentionEntropy.ofScores(scores, weights);
            case AUTHORS_ENTROPY -> {
              NDArray logarithms = weights.add(Scalar.of(weights, 1e-9)).log();
              yield weights.mul(logarithms).sum(new int[] {-1}).neg();
            }
            default -> null;
          };
    }
    return entropy == null ? read.sum() : read.sum().add(entropy.sum());
  }
}
