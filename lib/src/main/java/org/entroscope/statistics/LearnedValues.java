package org.entroscope.statistics;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Objects;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What a model has learned for each head: thresholds of the regulariser (Figure 6) or temperatures
 * (Section 4). Immutable.
 *
 * @param name of the model
 * @param quantity what the values are, for example "threshold"
 * @param meaning in what they are measured, for example "share of the maximum entropy"
 * @param values L x H
 */
public record LearnedValues(String name, String quantity, String meaning, float[][] values) {

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if there is none, or a layer lacks heads that others have
   */
  public LearnedValues {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(quantity, "quantity");
    Objects.requireNonNull(meaning, "meaning");
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException("values must hold at least one head");
    }
    values = Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
    for (float[] layer : values) {
      if (layer.length != values[0].length) {
        throw new IllegalArgumentException("values must have the same heads in every layer");
      }
    }
  }

  /** A copy, L x H. */
  @Override
  public float[][] values() {
    return Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
  }

  /** Smallest, largest and mean value; NaN and infinities are left out. */
  public DoubleSummaryStatistics summary() {
    DoubleSummaryStatistics summary = new DoubleSummaryStatistics();
    for (float[] layer : values) {
      for (float value : layer) {
        if (Float.isFinite(value)) {
          summary.accept(value);
        }
      }
    }
    return summary;
  }

  /**
   * One row a layer: {@code layer}, {@code mean} and {@code variance} over its heads (the bars of
   * Figure 6).
   */
  public Table toTable() {
    IntColumn layer = IntColumn.create("layer");
    DoubleColumn mean = DoubleColumn.create("mean");
    DoubleColumn variance = DoubleColumn.create("variance");
    for (int l = 0; l < values.length; l++) {
      double sum = 0;
      double squares = 0;
      for (float value : values[l]) {
        sum += value;
        squares += (double) value * value;
      }
      double middle = sum / values[l].length;
      layer.append(l);
      mean.append(middle);
      variance.append(Math.max(0, squares / values[l].length - middle * middle));
    }
    return Tables.create("Learned " + quantity + "s of " + name, layer, mean, variance);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearnedValues learned
        && name.equals(learned.name)
        && quantity.equals(learned.quantity)
        && meaning.equals(learned.meaning)
        && Arrays.deepEquals(values, learned.values);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(name, quantity, meaning) + Arrays.deepHashCode(values);
  }

  /** One line a layer, one column a head. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("Learned %ss of %s, %s".formatted(quantity, name, meaning));
    for (int l = 0; l < values.length; l++) {
      text.append(String.format("%n  layer %-3d", l));
      for (float value : values[l]) {
        text.append(String.format(Locale.ROOT, "%8.3f", value));
      }
    }
    return text.toString();
  }
}
