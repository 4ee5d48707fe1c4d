package org.entroscope.statistics;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * One number for every head of a model at one moment, L x H. The numbers are the entropies in the
 * heat maps of Figure 3, each the mean of {@code E_i = -sum_j a_ij ln a_ij} over queries and batch
 * (Eq. 5-7), or another {@link HeadStatistic}.
 *
 * <p>Instances are immutable. The value of a head of a diverged model may be NaN or infinite and is
 * kept.
 */
public final class HeadValues {

  private final HeadQuantity quantity;
  private final float[][] values;
  private final int context;

  /**
   * Creates a map of entropies, which are copied.
   *
   * @param values the L x H entropies in nats
   * @param context T, the number of queries of a head; at least 2
   * @throws IllegalArgumentException if a layer lacks heads that others have, or T is too small
   */
  public HeadValues(float[][] values, int context) {
    this(HeadQuantity.entropy(checked(context)), values, context);
  }

  /**
   * Creates a map of values of any quantity, which are copied.
   *
   * @param quantity the quantity that the values measure
   * @param values the values, L x H
   * @param context T, the number of queries of a head; at least 2
   * @throws IllegalArgumentException if a layer lacks heads that others have, or T is too small
   */
  public HeadValues(HeadQuantity quantity, float[][] values, int context) {
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException(
          "values must hold at least one layer with at least one head");
    }
    this.quantity = quantity;
    this.values = new float[values.length][];
    this.context = checked(context);
    for (int layer = 0; layer < values.length; layer++) {
      if (values[layer].length != values[0].length) {
        throw new IllegalArgumentException(
            "values must have the same heads in every layer: layer 0 has %d, layer %d has %d"
                .formatted(values[0].length, layer, values[layer].length));
      }
      this.values[layer] = values[layer].clone();
    }
  }

  private static int checked(int context) {
    if (context < 2) {
      throw new IllegalArgumentException("context must be at least 2, not " + context);
    }
    return context;
  }

  /** Returns the quantity that the values measure. */
  public HeadQuantity quantity() {
    return quantity;
  }

  /** Returns whether the values are entropies. */
  public boolean isEntropy() {
    return quantity.measuresEntropy();
  }

  /** Returns the number of layers, L. */
  public int layers() {
    return values.length;
  }

  /** Returns the number of heads per layer, H. */
  public int heads() {
    return values[0].length;
  }

  /** Returns the context length T, which determines the bounds ({@link EntropyBound}). */
  public int context() {
    return context;
  }

  /**
   * Returns the value of a head.
   *
   * @throws IndexOutOfBoundsException if there is no such layer or head
   */
  public float at(int layer, int head) {
    if (layer < 0 || layer >= layers() || head < 0 || head >= heads()) {
      throw new IndexOutOfBoundsException(
          "no head %d in layer %d: layers are 0 to %d, heads 0 to %d"
              .formatted(head, layer, layers() - 1, heads() - 1));
    }
    return values[layer][head];
  }

  /** Returns a copy of all values, L x H. */
  public float[][] values() {
    return Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
  }

  /**
   * Returns the mean over the heads of every layer (Figure 5); NaN if one of the layer's heads is
   * NaN.
   */
  public double[] layerMeans() {
    return layerMeans(values);
  }

  private static double[] layerMeans(float[][] values) {
    double[] means = new double[values.length];
    for (int layer = 0; layer < means.length; layer++) {
      for (float value : values[layer]) {
        means[layer] += value / values[layer].length;
      }
    }
    return means;
  }

  /** Returns the mean over all heads; NaN or infinite if one of them is. */
  public double mean() {
    return mean(values);
  }

  /**
   * Returns the mean over all heads.
   *
   * @param values the values, L x H
   */
  public static double mean(float[][] values) {
    return Arrays.stream(layerMeans(values)).average().orElseThrow();
  }

  /** Returns the smallest finite value, or NaN if there is none. */
  public double min() {
    return finite().min().orElse(Double.NaN);
  }

  /** Returns the largest finite value, or NaN if there is none. */
  public double max() {
    return finite().max().orElse(Double.NaN);
  }

  private DoubleStream finite() {
    return Arrays.stream(values)
        .flatMapToDouble(layer -> IntStream.range(0, layer.length).mapToDouble(h -> layer[h]))
        .filter(Double::isFinite);
  }

  /** Returns the number of heads whose value is NaN or infinite because the model has diverged. */
  public int divergedHeads() {
    int diverged = 0;
    for (float[] layer : values) {
      for (float value : layer) {
        diverged += Float.isFinite(value) ? 0 : 1;
      }
    }
    return diverged;
  }

  private int infiniteHeads() {
    int infinite = 0;
    for (float[] layer : values) {
      for (float value : layer) {
        infinite += Float.isInfinite(value) ? 1 : 0;
      }
    }
    return infinite;
  }

  /**
   * Returns a table with one row per head: layer, head and value. The value of a diverged head is
   * missing.
   */
  public Table toTable() {
    IntColumn layer = IntColumn.create("layer");
    IntColumn head = IntColumn.create("head");
    DoubleColumn value = DoubleColumn.create(quantity.name());
    for (int l = 0; l < layers(); l++) {
      for (int h = 0; h < heads(); h++) {
        layer.append(l);
        head.append(h);
        value.append(Float.isFinite(values[l][h]) ? values[l][h] : Double.NaN);
      }
    }
    return Tables.create("Head values: " + quantity.label(), layer, head, value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeadValues map
        && quantity.equals(map.quantity)
        && context == map.context
        && Arrays.deepEquals(values, map.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(values) + context;
  }

  /** Returns a table as text: one line per layer, one column per head, and the mean. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        isEntropy()
            ? String.format(
                Locale.ROOT,
                "Head entropies in nats, T=%d: ln T = %.3f, causal bound %.3f%n",
                context,
                EntropyBound.maximum(context),
                EntropyBound.causal(context))
            : String.format("Head %s, %s%n", quantity.label(), quantity.bounds(context)));
    // a diverging model has logits with many digits
    double largest = Math.max(Math.abs(min()), Math.abs(max()));
    String number = largest < 1e6 ? ".2f" : ".2e";
    int width = Math.max(6, String.format(Locale.ROOT, "%" + number, largest).length() + 2);
    text.append("layer ").append(("%" + (width - 1) + "s |").formatted("mean"));
    for (int head = 0; head < heads(); head++) {
      text.append(("%" + width + "s").formatted("h" + head));
    }
    double[] means = layerMeans();
    for (int layer = 0; layer < layers(); layer++) {
      String mean = "%n%5d %" + (width - 1) + number + " |";
      text.append(String.format(Locale.ROOT, mean, layer, means[layer]));
      for (float value : values[layer]) {
        text.append(String.format(Locale.ROOT, "%" + width + number, value));
      }
    }
    int diverged = divergedHeads();
    if (diverged > 0) {
      String what = infiniteHeads() == 0 ? "NaN" : "NaN or infinite";
      text.append(
          String.format("%n%d of %d heads diverged (%s)", diverged, layers() * heads(), what));
    }
    return text.toString();
  }
}
