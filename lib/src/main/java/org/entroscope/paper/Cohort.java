package org.entroscope.paper;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.entroscope.sweep.SweepEntry;

/**
 * The runs of one architecture in one setting.
 *
 * @param name the name of the architecture and any unusual sizes of the setting
 * @param bySeed runs that did every step or diverged
 */
record Cohort(String name, NavigableMap<Long, SweepEntry> bySeed) {

  int size() {
    return bySeed.size();
  }

  /** Returns the number of runs that ended with a NaN or an infinity. */
  int diverged() {
    return count(SweepEntry.Status.DIVERGED);
  }

  /** Returns the number of runs that predict no better than the frequencies of single tokens. */
  int unigram() {
    return count(SweepEntry.Status.UNIGRAM);
  }

  private int count(SweepEntry.Status status) {
    return (int) bySeed.values().stream().filter(e -> e.status() == status).count();
  }

  /** Returns one value for each seed that has the measure. */
  double[] values(Measure measure) {
    return bySeed.values().stream()
        .mapToDouble(entry -> measure.of(entry.run()))
        .filter(Double::isFinite)
        .toArray();
  }

  /** Returns the mean over seeds, or NaN if no seed has the measure. */
  double mean(Measure measure) {
    return measure.scale().mean(values(measure));
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Returns the runs whose seeds also occur in another cohort, if both have the measure. */
  Cohort beside(Cohort other, Measure measure) {
    TreeMap<Long, SweepEntry> common = new TreeMap<>(bySeed);
    common
        .entrySet()
        .removeIf(e -> !has(e.getValue(), measure) || !has(other.bySeed.get(e.getKey()), measure));
    return new Cohort(name, common);
  }

  private static boolean has(SweepEntry entry, Measure measure) {
    return entry != null && Double.isFinite(measure.of(entry.run()));
  }

  /**
   * Returns, for each common seed, the measure's difference from another cohort, if both have it.
   */
  double[] differences(Measure measure, Cohort other) {
    return bySeed.entrySet().stream()
        .filter(entry -> other.bySeed.containsKey(entry.getKey()))
        .flatMapToDouble(
            entry ->
                DoubleStream.of(
                    measure
                        .scale()
                        .difference(
                            measure.of(entry.getValue().run()),
                            measure.of(other.bySeed.get(entry.getKey()).run()))))
        .filter(Double::isFinite)
        .toArray();
  }
}
