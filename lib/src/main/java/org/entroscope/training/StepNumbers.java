package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.Arrays;

/**
 * The numbers of a step that the host needs. They stay on the device until all are computed and are
 * then copied together, because a GPU runs asynchronously and every copy makes the host wait.
 *
 * <p>Shapes: S statistics of the heads, L layers, H heads.
 */
final class StepNumbers implements AutoCloseable {

  private final NDManager manager;
  private final NDList losses = new NDList();
  private final NDList penalties = new NDList();
  private final NDList heads = new NDList();

  /**
   * The numbers of a step on the host.
   *
   * @param losses the cross entropy of each batch in nats per token
   * @param penalties the penalty of each batch; empty if there is none
   * @param heads S x L x H in row-major order; empty if none were kept
   * @param gradientNorm the norm of the scaled loss's gradient before clipping
   */
  record Read(float[] losses, float[] penalties, float[] heads, float gradientNorm) {

    /** Returns the mean cross entropy of the batches. */
    double loss() {
      return mean(losses);
    }

    /** Returns the mean penalty of the batches; 0 if there is none. */
    double penalty() {
      return penalties.length == 0 ? 0 : mean(penalties);
    }

    private static double mean(float[] values) {
      double sum = 0;
      for (float value : values) {
        sum += value;
      }
      return sum / values.length;
    }

    /** Returns whether the loss and the penalty of a batch are finite. */
    boolean isFinite(int batch) {
      return Float.isFinite(losses[batch])
          && (penalties.length == 0 || Float.isFinite(penalties[batch]));
    }
  }

  StepNumbers(NDManager parent) {
    manager = parent.newSubManager();
  }

  /** Keeps a batch's loss and penalty, which are scalars; the penalty may be null. */
  void keepLosses(NDArray loss, NDArray penalty) {
    keep(loss, losses);
    if (penalty != null) {
      keep(penalty, penalties);
    }
  }

  /** Keeps the statistics of the heads, (S, L, H). */
  void keepHeads(NDArray values) {
    keep(values, heads);
  }

  private void keep(NDArray value, NDList list) {
    NDArray flat = value.stopGradient().reshape(-1);
    NDScope.unregister(flat); // it outlives the scope of its batch
    flat.attach(manager);
    list.add(flat);
  }

  /**
   * Copies everything to the host. This is the only time in a step that the host waits for the
   * device.
   *
   * @param optimiser the optimiser, which has the gradients
   */
  Read read(AdamW optimiser) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList all = new NDList(optimiser.gradientNorm().reshape(1));
      all.addAll(losses);
      all.addAll(penalties);
      all.addAll(heads);
      float[] values = NDArrays.concat(all).toFloatArray();
      int afterLosses = 1 + losses.size();
      int afterPenalties = afterLosses + penalties.size();
      return new Read(
          Arrays.copyOfRange(values, 1, afterLosses),
          Arrays.copyOfRange(values, afterLosses, afterPenalties),
          Arrays.copyOfRange(values, afterPenalties, values.length),
          values[0]);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
