package org.entroscope.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entroscope.statistics.HasEntropy;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadDistributionComparison;
import org.entroscope.statistics.HeadQuantity;

/**
 * Draws the share of heads in each of four ranges of their entropy, or of another statistic, as
 * grouped bars (Figure 2a).
 */
public final class HeadBars {

  private static final List<String> PLACES = List.of("lowest: ", "", "", "top: ");

  private HeadBars() {}

  /** Draws one model. */
  public static Figure of(HeadDistribution distribution) {
    return of(new HeadDistributionComparison(Map.of("", distribution)));
  }

  /** Draws several models side by side. */
  public static Figure of(HeadDistributionComparison comparison) {
    String statistic = comparison.quantity().name();
    FigureBuilder figure =
        new FigureBuilder(
            "Heads by %s range".formatted(statistic),
            words(comparison.quantity(), comparison.reference()));
    boolean named = !comparison.distributions().containsKey("");
    boolean diverged =
        comparison.distributions().values().stream().anyMatch(each -> each.diverged() > 0);
    List<String> categories = categories(comparison.ranges(), diverged);
    figure
        .panel()
        .categories(Panel.Side.X)
        .label(Panel.Side.X, "range of the head's " + statistic)
        .label(Panel.Side.Y, "share of heads")
        .percent(Panel.Side.Y);
    Map<String, String> colours = colours(comparison.distributions().keySet());
    for (Map.Entry<String, HeadDistribution> entry : comparison.distributions().entrySet()) {
      HeadDistribution distribution = entry.getValue();
      double[] shares = distribution.shares();
      if (diverged) {
        shares = Arrays.copyOf(shares, shares.length + 1);
        shares[shares.length - 1] = (double) distribution.diverged() / distribution.heads();
      }
      Trace bars = Trace.bars(entry.getKey(), categories, shares).on(0);
      bars.colour(colours.get(entry.getKey())).text(percentages(shares), 11);
      bars.json.put("textposition", "outside").put("cliponaxis", false).put("textangle", 0);
      bars.hover("%{x}<br>%{y:.1%} of " + distribution.heads() + " heads<extra></extra>");
      bars.json.put("showlegend", named);
      figure.add(bars);
    }
    if (named) {
      figure.legendAbove().margin(64, 20, 112, 52);
    }
    figure.layout().put("barmode", "group").put("bargap", 0.2).put("bargroupgap", 0.06);
    String text =
        named
            ? comparison.toString()
            : "Shares of heads in %s%n%s"
                .formatted(
                    String.join(" ", comparison.ranges()), comparison.distributions().get(""));
    return figure.height(named ? 400 : 350).build(text);
  }

  /**
   * Draws the entropies of several models, each relative to its own largest head, as in the paper.
   */
  public static Figure compare(HasEntropy... measured) {
    return of(HeadDistribution.compare(measured));
  }

  /**
   * Draws a statistic of several trainings, each relative to its own largest head.
   *
   * @throws IllegalArgumentException if a training did not record the statistic
   */
  public static Figure compare(String statistic, HasHistory... trained) {
    return of(HeadDistribution.compare(statistic, trained));
  }

  /**
   * Returns a colour for each model. Bars have no line styles, so equal architectures differ in
   * colour.
   */
  private static Map<String, String> colours(Set<String> names) {
    Map<String, String> colours = new LinkedHashMap<>();
    for (String name : names) {
      String colour = ModelStyle.of(name).colour();
      for (int i = 0; i < 7 && colours.containsValue(colour); i++) {
        colour = Colours.named(i);
      }
      colours.put(name, colour);
    }
    return colours;
  }

  private static List<String> percentages(double[] shares) {
    return Arrays.stream(shares).mapToObj(NumberText::percent).toList();
  }

  /** Explains the ends of the ranges, in words. */
  static String words(HeadQuantity quantity, HeadDistribution.Reference reference) {
    String own = "the model's own largest head";
    String max =
        switch (reference) {
          case LARGEST_HEAD -> quantity.measuresEntropy() ? own + " entropy, as in the paper" : own;
          case MAXIMUM -> "ln T";
          case CAUSAL_BOUND ->
              quantity.measuresEntropy() ? "the causal bound ln(T!)/T" : "the upper bound";
        };
    String min =
        quantity.lower() == 0
            ? ""
            : Double.isFinite(quantity.lower())
                ? "min = the lower bound; "
                : "min = the model's own smallest head; ";
    return min + "max = " + max;
  }

  private static List<String> categories(List<String> ranges, boolean diverged) {
    List<String> categories = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      categories.add(PLACES.get(i) + ranges.get(i));
    }
    if (diverged) {
      categories.add("NaN or \u221e");
    }
    return categories;
  }
}
