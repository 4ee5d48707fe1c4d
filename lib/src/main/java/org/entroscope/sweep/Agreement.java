package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Compares the order of measured results with a published order ({@link Kendall}). */
final class Agreement {

  private Agreement() {}

  /**
   * @param order the published order, best first
   * @param results for each architecture, all seeds of one setting
   */
  static Kendall of(List<String> order, List<List<SweepEntry>> results) {
    if (results.size() < 2 || results.size() != order.size()) {
      throw new IllegalArgumentException(
          "an order has at least two architectures, none of them twice: " + order);
    }
    List<Long> seeds =
        results.get(0).stream()
            .map(entry -> entry.spec().seed())
            .filter(
                seed ->
                    results.stream()
                        .allMatch(
                            entries -> entries.stream().anyMatch(e -> e.spec().seed() == seed)))
            .toList();
    double[] means =
        results.stream()
            .mapToDouble(
                entries -> mean(entries.stream().map(SweepEntry::trainedPerplexity).toList()))
            .toArray();
    int discordant = Kendall.pairs(means, -1);
    List<Integer> ranked = new ArrayList<>(IntStream.range(0, means.length).boxed().toList());
    ranked.sort(Comparator.comparingDouble(i -> means[i]));
    return new Kendall(
        Kendall.tau(means),
        seeds.stream().map(seed -> Kendall.tau(ofSeed(results, seed))).toList(),
        Kendall.pairs(means, 1),
        discordant,
        Kendall.pValue(means.length, discordant),
        order,
        ranked.stream().map(order::get).toList());
  }

  private static double[] ofSeed(List<List<SweepEntry>> results, long seed) {
    return results.stream()
        .mapToDouble(
            entries ->
                mean(
                    entries.stream()
                        .filter(entry -> entry.spec().seed() == seed)
                        .map(SweepEntry::trainedPerplexity)
                        .toList()))
        .toArray();
  }

  /** Returns the mean perplexity of trained models; infinite if none is trained. */
  private static double mean(List<Double> perplexities) {
    return perplexities.stream()
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
