package org.entroscope.paper;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.entroscope.sweep.SweepEntry;

/**
 * The runs of one architecture in one setting.
 *
 * @param name of the architecture, with what is unusual about the setting
 * @param bySeed runs that did every step or diverged
 */
record Cohort(String name, NavigableMap<Long, SweepEntry> bySeed) {

  int size() {
    return bySeed.size();
  }

  /** Runs that ended by a NaN or an infinity. */
  int diverged() {
    return count(SweepEntry.Status.DIVERGED);
  }

  /** Runs that predict no better than the frequencies of single tokens. */
  int unigram() {
    return count(SweepEntry.Status.UNIGRAM);
  }

  private int count(SweepEntry.Status status) {
    return (int) bySeed.values().stream().filter(e -> e.status() == status).count();
  }

  /** Of every seed that has the measure. */
  double[] values(Measure measure) {
    return bySeed.values().stream()
        .mapToDouble(entry -> measure.of(entry.run()))
        .filter(Double::isFinite)
        .toArray();
  }

  /** Over seeds; NaN if none has it. */
  double mean(Measure measure) {
    return measure.scale().mean(values(measure));
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** The runs whose seeds another cohort has too, where both have the measure. */
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

  /** Seed by seed how much larger the measure is than another cohort's, where both have it. */
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
