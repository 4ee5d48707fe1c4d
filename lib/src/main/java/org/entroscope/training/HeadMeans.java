package org.entroscope.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.statistics.HeadStatistic.Reduction;
import org.entroscope.statistics.HeadValues;

/** Combines statistics of heads over several batches. */
final class HeadMeans {

  private final List<HeadStatistic> statistics;
  private final Map<String, double[][]> totals = new LinkedHashMap<>();
  private Map<String, HeadValues> like;
  private long examples;

  HeadMeans(List<HeadStatistic> statistics) {
    this.statistics = statistics;
  }

  /** Adds a batch of {@code rows} examples. */
  void add(Map<String, HeadValues> batch, int rows) {
    like = batch;
    examples += rows;
    for (HeadStatistic statistic : statistics) {
      HeadValues values = batch.get(statistic.name());
      boolean isMax = statistic.reduction() == Reduction.MAX;
      double[][] total = totals.computeIfAbsent(statistic.name(), key -> start(values, isMax));
      for (int l = 0; l < total.length; l++) {
        for (int h = 0; h < total[l].length; h++) {
          double value = values.at(l, h);
          total[l][h] = isMax ? Math.max(total[l][h], value) : total[l][h] + rows * value;
        }
      }
    }
  }

  private static double[][] start(HeadValues values, boolean isMax) {
    double[][] start = new double[values.layers()][values.heads()];
    for (double[] layer : start) {
      Arrays.fill(layer, isMax ? Double.NEGATIVE_INFINITY : 0);
    }
    return start;
  }

  /** Returns the statistics over all examples, by name. */
  Map<String, HeadValues> read() {
    Map<String, HeadValues> read = new LinkedHashMap<>();
    for (HeadStatistic statistic : statistics) {
      HeadValues any = like.get(statistic.name());
      double[][] total = totals.get(statistic.name());
      double divisor = statistic.reduction() == Reduction.MAX ? 1 : examples;
      float[][] values = new float[any.layers()][any.heads()];
      for (int l = 0; l < values.length; l++) {
        for (int h = 0; h < values[l].length; h++) {
          values[l][h] = (float) (total[l][h] / divisor);
        }
      }
      read.put(statistic.name(), new HeadValues(any.quantity(), values, any.context()));
    }
    return read;
  }
}
