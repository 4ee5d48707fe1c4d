package org.entroscope.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many heads lie in each quarter of the entropy scale: {@code [0,max/4) [max/4,max/2)
 * [max/2,3max/4) [3max/4,max]} (Figure 2a). Many heads in the highest range are entropic overload,
 * many in the lowest entropy collapse.
 *
 * <p>What {@code max} is matters: in a model whose heads are all alike, most of them lie in the top
 * range of the {@linkplain Reference#LARGEST_HEAD largest head}, though none may be near the bound.
 */
public final class HeadDistribution {

  /** The {@code max} of the ranges. */
  public enum Reference {
    /** The largest head entropy of the same map: the paper's convention. */
    LARGEST_HEAD("largest head"),
    /** ln T. */
    MAXIMUM("ln T"),
    /** ln(T!)/T, what a causal head can reach. */
    CAUSAL_BOUND("causal bound");

    private final String words;

    Reference(String words) {
      this.words = words;
    }

    /** The value that it has for a map, in nats; NaN for the largest head where none is finite. */
    public double of(HeadValues map) {
      return switch (this) {
        case LARGEST_HEAD -> map.max();
        case MAXIMUM -> EntropyBound.maximum(map.context());
        case CAUSAL_BOUND -> EntropyBound.causal(map.context());
      };
    }

    /** In words, for axes and titles: "largest head", "ln T", "causal bound". */
    @Override
    public String toString() {
      return words;
    }
  }

  /** The four ranges in words, lowest first. */
  public static final List<String> RANGES =
      List.of("[0, max/4)", "[max/4, max/2)", "[max/2, 3max/4)", "[3max/4, max]");

  private final int[] counts = new int[RANGES.size()];
  private final int diverged;
  private final double max;
  private final Reference reference;

  private HeadDistribution(HeadValues map, Reference reference) {
    this.reference = reference;
    this.max = reference.of(map);
    this.diverged = map.divergedHeads();
    for (int layer = 0; layer < map.layers(); layer++) {
      for (int head = 0; head < map.heads(); head++) {
        float value = map.at(layer, head);
        if (Float.isFinite(value)) {
          counts[range(value)]++;
        }
      }
    }
  }

  /** Ranges of the largest observed head, as in the paper. */
  public static HeadDistribution of(HeadValues map) {
    return of(map, Reference.LARGEST_HEAD);
  }

  /** Ranges of a chosen maximum. A head above it, as rounding makes some, is in the top range. */
  public static HeadDistribution of(HeadValues map, Reference reference) {
    return new HeadDistribution(map, reference);
  }

  /** Several maps side by side, each against its own largest head, as in Figure 2a. */
  public static HeadDistributionComparison compare(HasEntropy... measured) {
    return compare(Reference.LARGEST_HEAD, measured);
  }

  /** Several maps side by side. */
  public static HeadDistributionComparison compare(Reference reference, HasEntropy... measured) {
    return compare(HasEntropy.maps(measured), reference);
  }

  /** Several named maps side by side, each against its own largest head, in the map's order. */
  public static HeadDistributionComparison compare(Map<String, HeadValues> maps) {
    return compare(maps, Reference.LARGEST_HEAD);
  }

  /** Several named maps side by side, in the map's order. */
  public static HeadDistributionComparison compare(
      Map<String, HeadValues> maps, Reference reference) {
    Map<String, HeadDistribution> distributions = new LinkedHashMap<>();
    maps.forEach((name, map) -> distributions.put(name, of(map, reference)));
    return new HeadDistributionComparison(distributions);
  }

  private int range(double value) {
    // where every head is at zero, zero is the top of the scale too; it means collapse all the same
    if (value <= 0) {
      return 0;
    }
    return value < max / 4 ? 0 : value < max / 2 ? 1 : value < 3 * max / 4 ? 2 : 3;
  }

  /** Heads in each range, lowest first; diverged heads are in none. */
  public int[] counts() {
    return counts.clone();
  }

  /** Share of all heads in each range, lowest first; with the diverged heads they make 1. */
  public double[] shares() {
    return Arrays.stream(counts).mapToDouble(count -> (double) count / heads()).toArray();
  }

  /** Heads whose entropy is NaN or infinite. */
  public int diverged() {
    return diverged;
  }

  /** L H. */
  public int heads() {
    return Arrays.stream(counts).sum() + diverged;
  }

  /** The upper end of the top range, in nats. */
  public double max() {
    return max;
  }

  public Reference reference() {
    return reference;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeadDistribution distribution
        && Arrays.equals(counts, distribution.counts)
        && diverged == distribution.diverged
        && Double.compare(max, distribution.max) == 0
        && reference == distribution.reference;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Double.hashCode(max);
  }

  /** For example {@code 12% | 40% | 30% | 18% of 32 heads, max = largest head 3.520}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (double share : shares()) {
      text.append(text.length() == 0 ? "" : " | ");
      text.append(percent(share));
    }
    text.append(String.format(Locale.ROOT, " of %d heads, max = %s %.3f", heads(), reference, max));
    return diverged == 0 ? text.toString() : text + ", " + diverged + " NaN or infinite";
  }

  /** With one decimal where there is a fraction: one head of 300 is not 0%. */
  private static String percent(double share) {
    String percent = String.format(Locale.ROOT, "%.1f", 100 * share);
    return percent.replaceFirst("\\.0$", "") + "%";
  }
}
