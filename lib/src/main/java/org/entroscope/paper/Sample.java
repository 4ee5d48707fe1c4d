package org.entroscope.paper;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.SweepEntry;

/**
 * The values of a measure in one row, by seed.
 *
 * @param values the finite values, by seed
 * @param runs the number of runs
 * @param diverged the number of runs that diverged
 * @param unigram how many of them ended at the unigram level
 */
record Sample(NavigableMap<Long, Double> values, int runs, int diverged, int unigram) {

  /**
   * Creates a sample from the mean over several settings, seed by seed. Seeds that some setting
   * lacks are left out.
   *
   * @throws IllegalArgumentException if no cohort is given
   */
  static Sample of(Measure measure, List<Cohort> cohorts) {
    if (cohorts.isEmpty()) {
      throw new IllegalArgumentException("a sample needs at least one setting");
    }
    TreeMap<Long, Double> values = new TreeMap<>();
    for (long seed : cohorts.get(0).bySeed().keySet()) {
      double[] all = cohorts.stream().mapToDouble(c -> value(c, seed, measure)).toArray();
      double mean = Cohort.mean(all);
      if (Double.isFinite(mean)) {
        values.put(seed, mean);
      }
    }
    return new Sample(
        values,
        cohorts.stream().mapToInt(Cohort::size).sum(),
        cohorts.stream().mapToInt(Cohort::diverged).sum(),
        cohorts.stream().mapToInt(Cohort::unigram).sum());
  }

  private static double value(Cohort cohort, long seed, Measure measure) {
    SweepEntry entry = cohort.bySeed().get(seed);
    return entry == null ? Double.NaN : measure.of(entry.run());
  }

  double[] array() {
    return values.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Returns the mean; infinite if all runs diverged, or if no run has the measure because none is
   * trained; NaN if there are no values for another reason.
   */
  double mean() {
    boolean untrained = diverged + unigram == runs && values.isEmpty();
    return runs > 0 && (diverged == runs || untrained)
        ? Double.POSITIVE_INFINITY
        : Cohort.mean(array());
  }

  ConfidenceInterval interval() {
    return ConfidenceInterval.ofMean(array());
  }

  /** Returns the differences seed by seed, for seeds that have a value in both samples. */
  double[] differences(Scale scale, Sample other) {
    return values.entrySet().stream()
        .filter(entry -> other.values.containsKey(entry.getKey()))
        .mapToDouble(entry -> scale.difference(entry.getValue(), other.values.get(entry.getKey())))
        .toArray();
  }
}
