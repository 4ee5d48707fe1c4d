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
 * Values that a model has learned for each head: thresholds of the regulariser (Figure 6) or
 * temperatures (Section 4). Instances are immutable.
 *
 * @param name the name of the model
 * @param quantity the name of the values, for example "threshold"
 * @param meaning the unit of the values, for example "share of the maximum entropy"
 * @param values the values, L x H
 */
public record LearnedValues(String name, String quantity, String meaning, float[][] values) {

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if there are no values, or the layers have different numbers
   *     of heads
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

  /** Returns a copy of the values, L x H. */
  @Override
  public float[][] values() {
    return Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
  }

  /** Returns the smallest, the largest and the mean value. NaN and infinities are left out. */
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
   * Returns a table with one row per layer: {@code layer}, {@code mean} and {@code variance} over
   * its heads (the bars of Figure 6).
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

  /** Returns a text with one line per layer and one column per head. */
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
