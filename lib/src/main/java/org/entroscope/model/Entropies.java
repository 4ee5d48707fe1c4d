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

  /** Head entropies, the mean over queries and batch, copied from the engine at once. */
  public static EntropyMap map(Capture entropies, int context) {
    NDList heads = new NDList();
    for (NDArray layer : entropies.values()) { // B H T
      Shape s = layer.getShape();
      NDArray detached = layer.stopGradient();
      heads.add(detached.transpose(1, 0, 2).reshape(s.get(1), -1).mean(new int[] {1})); // H
    }
    NDArray all = NDArrays.stack(heads); // L H
    float[] values = all.toFloatArray();
    int columns = (int) all.getShape().get(1);
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += columns) {
      rows.add(Arrays.copyOfRange(values, from, from + columns));
    }
    return new EntropyMap(rows.toArray(float[][]::new), context);
  }
}
