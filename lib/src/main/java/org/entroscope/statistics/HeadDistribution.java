package org.entroscope.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.Named;

/**
 * How many heads lie in each quarter of a scale: {@code [0,max/4) [max/4,max/2) [max/2,3max/4)
 * [3max/4,max]} (Figure 2a). Of entropies, many heads in the highest range are entropic overload,
 * many in the lowest entropy collapse.
 *
 * <p>Any {@link HeadStatistic} has a distribution. Its scale begins at the statistic's lower bound,
 * or at the smallest head if it has none; where that is not 0, the ranges are those of {@link
 * #RANGES_ABOVE_MIN}.
 *
 * <p>What {@code max} is matters: in a model whose heads are all alike, most of them lie in the top
 * range of the {@linkplain Reference#LARGEST_HEAD largest head}, though none may be near the bound.
 */
public final class HeadDistribution {

  /** The {@code max} of the ranges. */
  public enum Reference {
    /** The largest head of the same map: the paper's convention, and possible for any statistic. */
    LARGEST_HEAD("largest head"),
    /** ln T; of entropies alone. */
    MAXIMUM("ln T"),
    /**
     * The upper bound of the statistic: for entropies ln(T!)/T, what a causal head can reach. A
     * statistic without an upper bound, such as the largest logit, refuses it.
     */
    CAUSAL_BOUND("causal bound");

    private final String words;

    Reference(String words) {
      this.words = words;
    }

    /**
     * The value that it has for a map; NaN for the largest head where none is finite.
     *
     * @throws IllegalArgumentException if the statistic has no such value
     */
    public double of(HeadValues map) {
      HeadQuantity quantity = map.quantity();
      boolean exists =
          switch (this) {
            case LARGEST_HEAD -> true;
            case MAXIMUM -> quantity.measuresEntropy();
            case CAUSAL_BOUND -> Double.isFinite(quantity.upper());
          };
      if (!exists) {
        throw new IllegalArgumentException(
            "%s has no %s; choose Reference.LARGEST_HEAD".formatted(quantity.name(), of(quantity)));
      }
      return switch (this) {
        case LARGEST_HEAD -> map.max();
        case MAXIMUM -> EntropyBound.maximum(map.context());
        case CAUSAL_BOUND -> quantity.upper();
      };
    }

    /** In words: "largest head", "ln T", and "causal bound" or "upper bound". */
    public String of(HeadQuantity quantity) {
      return this == CAUSAL_BOUND ? quantity.upperName() : words;
    }

    /** In words, for entropies: "largest head", "ln T", "causal bound". */
    @Override
    public String toString() {
      return words;
    }
  }

  /** The four ranges in words, lowest first. */
  public static final List<String> RANGES =
      List.of("[0, max/4)", "[max/4, max/2)", "[max/2, 3max/4)", "[3max/4, max]");

  /** The same of a statistic whose scale does not begin at 0, where span is max - min. */
  public static final List<String> RANGES_ABOVE_MIN =
      List.of(
          "[min, min+span/4)",
          "[min+span/4, min+span/2)",
          "[min+span/2, min+3span/4)",
          "[min+3span/4, max]");

  private final HeadQuantity quantity;
  private final int[] counts = new int[RANGES.size()];
  private final int diverged;
  private final double min;
  private final double max;
  private final Reference reference;

  private HeadDistribution(HeadValues map, Reference reference) {
    this.quantity = map.quantity();
    this.reference = reference;
    this.min = Double.isFinite(quantity.lower()) ? quantity.lower() : map.min();
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

  /**
   * A statistic of several trainings side by side, each against its own largest head.
   *
   * @throws IllegalArgumentException if one of them did not record it
   */
  public static HeadDistributionComparison compare(String statistic, HasHistory... trained) {
    return compare(statistic, List.of(trained));
  }

  /** {@link #compare(String, HasHistory...)} of a sweep's {@code runs()}, for example. */
  public static HeadDistributionComparison compare(
      String statistic, List<? extends HasHistory> trained) {
    return compare(Named.byName(trained, each -> each.heads(statistic)));
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
    if (value <= min) {
      return 0;
    }
    double above = value - min;
    double span = max - min;
    return above < span / 4 ? 0 : above < span / 2 ? 1 : above < 3 * span / 4 ? 2 : 3;
  }

  /** What the values measure. */
  public HeadQuantity quantity() {
    return quantity;
  }

  /** The four ranges in words: {@link #RANGES}, or {@link #RANGES_ABOVE_MIN}. */
  public List<String> ranges() {
    return ranges(quantity);
  }

  /** The four ranges of a statistic in words. */
  public static List<String> ranges(HeadQuantity quantity) {
    return quantity.lower() == 0 ? RANGES : RANGES_ABOVE_MIN;
  }

  /** Heads in each range, lowest first; diverged heads are in none. */
  public int[] counts() {
    return counts.clone();
  }

  /** Share of all heads in each range, lowest first; with the diverged heads they make 1. */
  public double[] shares() {
    return Arrays.stream(counts).mapToDouble(count -> (double) count / heads()).toArray();
  }

  /** Heads whose value is NaN or infinite. */
  public int diverged() {
    return diverged;
  }

  /** L H. */
  public int heads() {
    return Arrays.stream(counts).sum() + diverged;
  }

  /** The lower end of the lowest range. */
  public double min() {
    return min;
  }

  /** The upper end of the top range. */
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
        && quantity.equals(distribution.quantity)
        && Double.compare(min, distribution.min) == 0
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
    text.append(String.format(Locale.ROOT, " of %d heads, ", heads()));
    if (quantity.lower() != 0) {
      String what = Double.isFinite(quantity.lower()) ? "lower bound" : "smallest head";
      text.append(String.format(Locale.ROOT, "min = %s %.3f, ", what, min));
    }
    text.append(String.format(Locale.ROOT, "max = %s %.3f", reference.of(quantity), max));
    return diverged == 0 ? text.toString() : text + ", " + diverged + " NaN or infinite";
  }

  /** With one decimal where there is a fraction: one head of 300 is not 0%. */
  private static String percent(double share) {
    String percent = String.format(Locale.ROOT, "%.1f", 100 * share);
    return percent.replaceFirst("\\.0$", "") + "%";
  }
}
