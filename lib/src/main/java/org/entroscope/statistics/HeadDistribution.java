package org.entroscope.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.Named;

/**
 * The number of heads in each quarter of a scale: {@code [0,max/4) [max/4,max/2) [max/2,3max/4)
 * [3max/4,max]} (Figure 2a). For entropies, many heads in the highest range indicate entropic
 * overload, and many in the lowest range indicate entropy collapse.
 *
 * <p>Any {@link HeadStatistic} has a distribution. Its scale begins at the statistic's lower bound,
 * or at the smallest head if there is no lower bound. If this value is not 0, the ranges are {@link
 * #RANGES_ABOVE_MIN}.
 *
 * <p>The choice of {@code max} matters. If all heads of a model have similar values, most of them
 * are in the top range relative to the {@linkplain Reference#LARGEST_HEAD largest head}, although
 * none may be near the bound.
 */
public final class HeadDistribution {

  /** The value that {@code max} stands for in the ranges. */
  public enum Reference {
    /**
     * The largest head of the same map, which is the paper's convention and available for any
     * statistic.
     */
    LARGEST_HEAD("largest head"),
    /** ln T, which is available only for entropies. */
    MAXIMUM("ln T"),
    /**
     * The upper bound of the statistic. For entropies, it is ln(T!)/T, the largest value of a
     * causal head. Statistics without an upper bound, such as the largest logit, do not support it.
     */
    CAUSAL_BOUND("causal bound");

    private final String words;

    Reference(String words) {
      this.words = words;
    }

    /**
     * Returns the value of this reference for a map; NaN if it is the largest head and no head is
     * finite.
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

    /**
     * Returns the name for a quantity: "largest head", "ln T", and "causal bound" or "upper bound".
     */
    public String of(HeadQuantity quantity) {
      return this == CAUSAL_BOUND ? quantity.upperName() : words;
    }

    /** Returns the name for entropies: "largest head", "ln T" or "causal bound". */
    @Override
    public String toString() {
      return words;
    }
  }

  /** The four ranges as text, lowest first. */
  public static final List<String> RANGES =
      List.of("[0, max/4)", "[max/4, max/2)", "[max/2, 3max/4)", "[3max/4, max]");

  /** The ranges of a statistic whose scale does not begin at 0, with span = max - min. */
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

  /** Returns the distribution relative to the largest observed head, as in the paper. */
  public static HeadDistribution of(HeadValues map) {
    return of(map, Reference.LARGEST_HEAD);
  }

  /**
   * Returns the distribution relative to a chosen maximum. A head above it, which rounding can
   * cause, counts in the top range.
   */
  public static HeadDistribution of(HeadValues map, Reference reference) {
    return new HeadDistribution(map, reference);
  }

  /** Compares several maps, each relative to its own largest head, as in Figure 2a. */
  public static HeadDistributionComparison compare(HasEntropy... measured) {
    return compare(Reference.LARGEST_HEAD, measured);
  }

  /** Compares several maps relative to a chosen maximum. */
  public static HeadDistributionComparison compare(Reference reference, HasEntropy... measured) {
    return compare(HasEntropy.maps(measured), reference);
  }

  /**
   * Compares a statistic of several training runs, each relative to its own largest head.
   *
   * @throws IllegalArgumentException if one of them did not record it
   */
  public static HeadDistributionComparison compare(String statistic, HasHistory... trained) {
    return compare(statistic, List.of(trained));
  }

  /**
   * Compares a statistic of the training runs in a list, such as a sweep's {@code runs()}, each
   * relative to its own largest head.
   */
  public static HeadDistributionComparison compare(
      String statistic, List<? extends HasHistory> trained) {
    return compare(Named.byName(trained, each -> each.heads(statistic)));
  }

  /**
   * Compares several named maps in the order of the argument, each relative to its own largest
   * head.
   */
  public static HeadDistributionComparison compare(Map<String, HeadValues> maps) {
    return compare(maps, Reference.LARGEST_HEAD);
  }

  /** Compares several named maps relative to a chosen maximum, in the order of the argument. */
  public static HeadDistributionComparison compare(
      Map<String, HeadValues> maps, Reference reference) {
    Map<String, HeadDistribution> distributions = new LinkedHashMap<>();
    maps.forEach((name, map) -> distributions.put(name, of(map, reference)));
    return new HeadDistributionComparison(distributions);
  }

  private int range(double value) {
    // if every head is at zero, zero is also the top of the scale, but it still means collapse
    if (value <= min) {
      return 0;
    }
    double above = value - min;
    double span = max - min;
    return above < span / 4 ? 0 : above < span / 2 ? 1 : above < 3 * span / 4 ? 2 : 3;
  }

  /** Returns the quantity that the values measure. */
  public HeadQuantity quantity() {
    return quantity;
  }

  /** Returns the four ranges as text: {@link #RANGES}, or {@link #RANGES_ABOVE_MIN}. */
  public List<String> ranges() {
    return ranges(quantity);
  }

  /** Returns the four ranges of a quantity as text. */
  public static List<String> ranges(HeadQuantity quantity) {
    return quantity.lower() == 0 ? RANGES : RANGES_ABOVE_MIN;
  }

  /** Returns the number of heads in each range, lowest first. Diverged heads are in no range. */
  public int[] counts() {
    return counts.clone();
  }

  /**
   * Returns the share of all heads in each range, lowest first. The shares and the share of
   * diverged heads sum to 1.
   */
  public double[] shares() {
    return Arrays.stream(counts).mapToDouble(count -> (double) count / heads()).toArray();
  }

  /** Returns the number of heads whose value is NaN or infinite. */
  public int diverged() {
    return diverged;
  }

  /** Returns the number of heads of the model, L H. */
  public int heads() {
    return Arrays.stream(counts).sum() + diverged;
  }

  /** Returns the lower end of the lowest range. */
  public double min() {
    return min;
  }

  /** Returns the upper end of the top range. */
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

  /**
   * Returns the shares as text, for example {@code 12% | 40% | 30% | 18% of 32 heads, max = largest
   * head 3.520}.
   */
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

  /**
   * Writes a percentage with one decimal if it is not whole, so that one head of 300 is not shown
   * as 0%.
   */
  private static String percent(double share) {
    String percent = String.format(Locale.ROOT, "%.1f", 100 * share);
    return percent.replaceFirst("\\.0$", "") + "%";
  }
}
