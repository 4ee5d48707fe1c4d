package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entroscope.entropy.EntropyMap;

/** Captured entropies (Eq. 5-7) as one array, and as plain values. */
public final class Entropies {

  private Entropies() {}

  /** Entropies of every query, (L, B, H, T), from the layers' captures (B, H, T). */
  public static NDArray stacked(Capture entropies) {
    return NDArrays.stack(new NDList(entropies.values()));
  }

  /** Head entropies, (L, H): the mean over queries and batch. */
  public static NDArray heads(Capture entropies) {
    NDList heads = new NDList();
    for (NDArray layer : entropies.values()) { // B H T
      Shape s = layer.getShape();
      NDArray detached = layer.stopGradient();
      heads.add(detached.transpose(1, 0, 2).reshape(s.get(1), -1).mean(new int[] {1})); // H
    }
    return NDArrays.stack(heads);
  }

  /** Head entropies, copied from the engine at once. */
  public static EntropyMap map(Capture entropies, int context) {
    NDArray heads = heads(entropies);
    return map(heads.toFloatArray(), (int) heads.getShape().get(1), context);
  }

  /**
   * Head entropies that were copied from the engine.
   *
   * @param values L x H, layer by layer
   * @param heads H
   */
  public static EntropyMap map(float[] values, int heads, int context) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += heads) {
      rows.add(Arrays.copyOfRange(values, from, from + heads));
    }
    return new EntropyMap(rows.toArray(float[][]::new), context);
  }
}
