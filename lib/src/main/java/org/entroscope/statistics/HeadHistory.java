package org.entroscope.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Head entropies, or another quantity of the heads, over a training run: the {@link HeadValues} of
 * each step at which they were measured (the data of Figure 5).
 *
 * <p>Instances are immutable: {@link #add} returns a new history, so one thread can read a history
 * while another continues to train.
 */
public final class HeadHistory {

  private static final HeadHistory EMPTY = new HeadHistory(new int[0], List.of());

  private final int[] steps;
  private final List<HeadValues> maps;

  private HeadHistory(int[] steps, List<HeadValues> maps) {
    this.steps = steps;
    this.maps = maps;
  }

  /** Returns the history before the first step. */
  public static HeadHistory empty() {
    return EMPTY;
  }

  /**
   * Returns this history extended by one map. This object does not change.
   *
   * @param step the training step, which must be later than all recorded steps
   * @param map a map with the same L, H and T as the recorded ones
   * @throws IllegalArgumentException if the step is not later, or the map has other sizes or
   *     another quantity
   */
  public HeadHistory add(int step, HeadValues map) {
    if (!maps.isEmpty()) {
      HeadValues last = last();
      if (step <= steps[steps.length - 1]) {
        throw new IllegalArgumentException(
            "steps must ascend: step %d comes after step %d"
                .formatted(step, steps[steps.length - 1]));
      }
      if (map.layers() != last.layers()
          || map.heads() != last.heads()
          || map.context() != last.context()
          || !map.quantity().equals(last.quantity())) {
        throw new IllegalArgumentException(
            ("all maps of a history belong to one model and quantity: step %d has L=%d H=%d T=%d"
                    + " %s, the steps before it have L=%d H=%d T=%d %s")
                .formatted(
                    step,
                    map.layers(),
                    map.heads(),
                    map.context(),
                    map.quantity().name(),
                    last.layers(),
                    last.heads(),
                    last.context(),
                    last.quantity().name()));
      }
    }
    int[] longer = Arrays.copyOf(steps, steps.length + 1);
    longer[steps.length] = step;
    List<HeadValues> more = new ArrayList<>(maps.size() + 1);
    more.addAll(maps);
    more.add(map);
    return new HeadHistory(longer, List.copyOf(more));
  }

  /** Returns the number of maps. */
  public int size() {
    return maps.size();
  }

  public boolean isEmpty() {
    return maps.isEmpty();
  }

  /** Returns the steps in ascending order. */
  public int[] steps() {
    return steps.clone();
  }

  /** Returns the map of the i-th recorded step, counted from 0. */
  public HeadValues map(int i) {
    return maps.get(i);
  }

  /** Returns all maps in the order of their steps. */
  public List<HeadValues> maps() {
    return maps;
  }

  /**
   * Returns the newest map.
   *
   * @throws IllegalStateException if nothing has been recorded
   */
  public HeadValues last() {
    if (maps.isEmpty()) {
      throw new IllegalStateException("the history is empty: no entropies have been recorded yet");
    }
    return maps.get(maps.size() - 1);
  }

  /**
   * Returns the mean of every layer over the steps, one series per layer, {@code [L][size]} (Figure
   * 5).
   */
  public double[][] layerMeans() {
    double[][] series = new double[isEmpty() ? 0 : last().layers()][size()];
    for (int i = 0; i < size(); i++) {
      double[] means = maps.get(i).layerMeans();
      for (int layer = 0; layer < means.length; layer++) {
        series[layer][i] = means[layer];
      }
    }
    return series;
  }

  /**
   * Returns a table with one row per step and head: step, layer, head, value. The value of a
   * diverged head is missing.
   */
  public Table toTable() {
    IntColumn step = IntColumn.create("step");
    String name = isEmpty() ? HeadQuantity.ENTROPY : last().quantity().name();
    Table all =
        Tables.create(
            IntColumn.create("layer"), IntColumn.create("head"), DoubleColumn.create(name));
    for (int i = 0; i < size(); i++) {
      all.append(maps.get(i).toTable());
      while (step.size() < all.rowCount()) {
        step.append(steps[i]);
      }
    }
    return Tables.create("Head history: " + name, step).addColumns(all.columnArray());
  }

  /**
   * Reads entropies from a table that {@link #toTable} wrote.
   *
   * @param table a table with the columns step, layer, head, entropy; rows in any order within
   *     ascending steps
   * @param context T, which the table does not contain
   * @throws IllegalArgumentException if a column or a head is missing
   */
  public static HeadHistory fromTable(Table table, int context) {
    return fromTable(table, HeadQuantity.entropy(context), context);
  }

  /**
   * Reads the values of a quantity from a table that {@link #toTable} wrote.
   *
   * @param table a table with the columns step, layer, head and the quantity's name
   * @param context T, which the table does not contain
   * @throws IllegalArgumentException if a column or a head is missing
   */
  public static HeadHistory fromTable(Table table, HeadQuantity quantity, int context) {
    return new HeadTableReader(table, quantity, context).read();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeadHistory history
        && Arrays.equals(steps, history.steps)
        && maps.equals(history.maps);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(steps) + maps.hashCode();
  }

  /** Returns the range of steps and the newest map as text. */
  @Override
  public String toString() {
    return isEmpty()
        ? "Head history: empty"
        : "Head history: %d maps, steps %d to %d%n%s"
            .formatted(size(), steps[0], steps[steps.length - 1], last());
  }
}
