package org.entroscope.paper;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.SkippedSteps;
import org.entroscope.sweep.SweepEntry;

/**
 * How the runs of one architecture in one precision ended. A run has trained if its perplexity is
 * below the bigrams', which a model reaches without any attention.
 *
 * @param entries runs that did every step or diverged
 */
record TrainingOutcomes(List<SweepEntry> entries) {

  /** Returns the number of runs. */
  int runs() {
    return entries.size();
  }

  /** Returns the number of runs that have trained. */
  int trained() {
    return trainedRuns().size();
  }

  /** Returns the number of runs that ended at the unigram level. */
  int unigram() {
    return count(SweepEntry.Status.UNIGRAM);
  }

  /** Returns the number of runs that diverged. */
  int diverged() {
    return count(SweepEntry.Status.DIVERGED);
  }

  /** Returns the number of runs that ended between the perplexities of bigrams and unigrams. */
  int between() {
    return runs() - trained() - unigram() - diverged();
  }

  private int count(SweepEntry.Status status) {
    return (int) entries.stream().filter(entry -> entry.status() == status).count();
  }

  private List<SweepEntry> trainedRuns() {
    return entries.stream().filter(TrainingOutcomes::isTrained).toList();
  }

  private static boolean isTrained(SweepEntry entry) {
    RunSummary run = entry.run();
    if (run.ngrams() == null) {
      throw new IllegalArgumentException(
          "the n-gram perplexities of the corpus are not known for " + run + "; train it again");
    }
    return run.trainedPerplexity() < run.ngrams().bigram();
  }

  /** Returns the perplexities of the runs that have trained. */
  double[] perplexities() {
    return trainedRuns().stream().mapToDouble(SweepEntry::perplexity).toArray();
  }

  /** Returns the median number of skipped steps; NaN if no run scales its loss. */
  double skippedSteps() {
    return median(entry -> entry.run().metrics().containsColumn(SkippedSteps.COUNT), false);
  }

  /**
   * Returns the median step of the first overflow, over the runs that have one; NaN if none has.
   */
  double firstOverflow() {
    return median(entry -> entry.run().skippedSteps().count() > 0, true);
  }

  private double median(Predicate<SweepEntry> of, boolean first) {
    double[] sorted =
        entries.stream()
            .filter(of)
            .map(entry -> entry.run().skippedSteps())
            .mapToDouble(skipped -> first ? skipped.first() : skipped.count())
            .sorted()
            .toArray();
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Returns where most runs overflowed first, and their number; empty if none did. */
  String overflow() {
    Map<String, Long> places =
        entries.stream()
            .map(entry -> entry.run().skippedSteps().overflow())
            .filter(place -> !place.isEmpty())
            .collect(Collectors.groupingBy(p -> p, TreeMap::new, Collectors.counting()));
    if (places.isEmpty()) {
      return "";
    }
    var most = Collections.max(places.entrySet(), Map.Entry.comparingByValue());
    return "%s (%d of %d)".formatted(most.getKey(), most.getValue(), runs());
  }

  /**
   * Returns the p-value of Fisher's exact test, one-sided: the probability that an outcome is at
   * least as frequent among these runs if it is equally likely in both groups.
   *
   * @param here the number of these runs that have the outcome
   * @param there the number of the other runs that have it
   */
  double fisherPValue(int here, TrainingOutcomes other, int there) {
    return fisherPValue(here, runs(), there, other.runs());
  }

  /** Returns the same p-value for {@code here} of {@code runs} against {@code there} of others. */
  static double fisherPValue(int here, int runs, int there, int others) {
    return new HypergeometricDistribution(null, runs + others, here + there, runs)
        .upperCumulativeProbability(here);
  }
}
