package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.statistics.HeadValues;

/**
 * A hook that computes statistics of every head (for example Eq. 5-7) during a forward pass and
 * keeps one number per head. If it sees several passes, it keeps the numbers of the newest one.
 * Shapes: S statistics, L layers, B batch, H heads.
 */
public final class HeadRecorder implements Hook {

  private final List<HeadStatistic> statistics;
  private final Map<String, List<HeadStatistic>> byActivation = new LinkedHashMap<>();
  private final Map<HeadStatistic, NDArray[]> heads = new LinkedHashMap<>();

  /**
   * @param statistics the statistics to compute; at least one
   */
  public HeadRecorder(List<HeadStatistic> statistics) {
    this.statistics = List.copyOf(statistics);
    for (HeadStatistic statistic : statistics) {
      HookNames.check("layer.*." + statistic.activation());
      byActivation.computeIfAbsent(statistic.activation(), key -> new ArrayList<>()).add(statistic);
    }
  }

  @Override
  public void begin(Gpt gpt) {
    byActivation.keySet().forEach(each -> HookNames.in(gpt, "layer.*." + each));
    statistics.forEach(each -> heads.put(each, new NDArray[gpt.shape().layers()]));
  }

  @Override
  public Access access(String name) {
    return of(name).isEmpty() ? Access.NONE : Access.READ;
  }

  /** Returns the statistics that are computed from an activation. */
  private List<HeadStatistic> of(String name) {
    int dot = name.startsWith("layer.") ? name.indexOf('.', "layer.".length()) : -1;
    return dot < 0 ? List.of() : byActivation.getOrDefault(name.substring(dot + 1), List.of());
  }

  @Override
  public NDArray activation(String name, NDArray value) {
    offer(name, () -> value);
    return value;
  }

  @Override
  public void offer(String name, Supplier<NDArray> value) {
    for (HeadStatistic each : of(name)) {
      int begin = "layer.".length();
      int layer = Integer.parseInt(name.substring(begin, name.indexOf('.', begin)));
      NDArray queries = each.perQuery(value.get().stopGradient()); // B H queries
      heads.get(each)[layer] = reduced(each, queries);
    }
  }

  /** Reduces the values of the queries to one number per head. */
  private static NDArray reduced(HeadStatistic statistic, NDArray queries) { // B H queries -> H
    if (queries.getShape().dimension() != 3) {
      throw new IllegalArgumentException(
          "perQuery(...) of '%s' must return the shape (batch, heads, queries), not %s"
              .formatted(statistic.name(), queries.getShape()));
    }
    return statistic.reduction().perHead(queries);
  }

  /** Returns all numbers, (S, L, H), on the model's device. */
  public NDArray values() {
    NDList all = new NDList();
    for (HeadStatistic statistic : statistics) {
      all.add(NDArrays.stack(new NDList(heads.get(statistic))));
    }
    return NDArrays.stack(all);
  }

  /**
   * Returns the numbers by the names of their statistics, copied from the engine.
   *
   * @param context T, the number of queries
   */
  public Map<String, HeadValues> read(int context) {
    return read(values().toFloatArray(), context);
  }

  /**
   * Returns the numbers by the names of their statistics, from {@link #values()} that have already
   * been copied.
   *
   * @param values the copied numbers, S x L x H in row-major order
   */
  public Map<String, HeadValues> read(float[] values, int context) {
    int layers = heads.get(statistics.get(0)).length;
    int count = values.length / statistics.size() / layers;
    Map<String, HeadValues> read = new LinkedHashMap<>();
    int from = 0;
    for (HeadStatistic statistic : statistics) {
      float[][] rows = new float[layers][];
      for (int layer = 0; layer < layers; layer++, from += count) {
        rows[layer] = Arrays.copyOfRange(values, from, from + count);
      }
      read.put(statistic.name(), new HeadValues(statistic.quantity(context), rows, context));
    }
    return read;
  }
}
