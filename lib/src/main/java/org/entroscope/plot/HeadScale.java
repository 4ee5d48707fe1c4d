package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import java.util.function.ToDoubleFunction;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;

/**
 * The values that the colours of heat maps or an axis span, the same for all maps of a figure: from
 * the lower to the upper bound of what they measure, so that a colour means the same everywhere.
 * Where there is no bound, or a value lies beyond it, the scale ends at the most extreme value; for
 * entropies beyond the causal bound, which only attention without a causal mask can have, at ln T.
 *
 * @param quantity what the values measure
 * @param low the lower end
 * @param high the upper end, above the lower one
 * @param end what the upper end is, in a word; empty if it is only the largest value
 */
record HeadScale(HeadQuantity quantity, double low, double high, String end) {

  /** Rounding takes some heads this far beyond a bound. */
  private static final double TOLERANCE = 0.01;

  /**
   * The scale of some maps.
   *
   * @throws IllegalArgumentException if they measure different things
   */
  static HeadScale of(Collection<HeadValues> maps) {
    HeadQuantity quantity = maps.iterator().next().quantity();
    for (HeadValues map : maps) {
      if (!map.quantity().label().equals(quantity.label())) {
        throw new IllegalArgumentException(
            "the panels of a figure share a scale, so they must show one statistic, not %s and %s"
                .formatted(quantity.label(), map.quantity().label()));
      }
    }
    boolean within = maps.stream().noneMatch(m -> m.max() > m.quantity().upper() + TOLERANCE);
    boolean bounded = within && Double.isFinite(largest(maps, m -> m.quantity().upper()));
    double high = largest(maps, bounded ? m -> m.quantity().upper() : HeadValues::max);
    String end = bounded ? "bound" : "";
    if (!within && quantity.measuresEntropy()) {
      high = Math.max(high, largest(maps, m -> EntropyBound.maximum(m.context())));
      end = "ln T";
    }
    boolean above = maps.stream().noneMatch(m -> m.min() < m.quantity().lower() - TOLERANCE);
    double low = -largest(maps, m -> -m.quantity().lower());
    low = above && Double.isFinite(low) ? low : -largest(maps, m -> -m.min());
    return widened(quantity, low, high, end);
  }

  /** NaN if no map has it. */
  private static double largest(
      Collection<HeadValues> maps, ToDoubleFunction<HeadValues> property) {
    double largest = Double.NaN;
    for (HeadValues map : maps) {
      double value = property.applyAsDouble(map);
      largest = value > largest || Double.isNaN(largest) ? value : largest;
    }
    return largest;
  }

  /** Values that are all alike, or none at all, lie in the middle of a scale. */
  private static HeadScale widened(HeadQuantity quantity, double low, double high, String end) {
    double from = Double.isFinite(low) ? low : Double.isFinite(high) ? high : 0;
    double to = Double.isFinite(high) ? high : from;
    double least = 1e-6 * Math.max(1, Math.abs(from));
    double room = to - from < least ? 0.05 * Math.max(1, Math.abs(from)) : 0;
    return new HeadScale(quantity, from - room, to + room, end);
  }

  /** Where a value stands between the ends, 0 to 1. */
  double place(double value) {
    return (value - low) / (high - low);
  }

  /**
   * A value with what it measures, as Plotly's templates write it: {@code entropy %{z:.3f} nats}.
   *
   * @param variable that holds the value: x, y or z
   */
  String hover(String variable) {
    double span = high - low;
    String digits = span >= 0.1 && span < 1e5 ? ".3f" : ".4~g";
    String unit = quantity.unit().isEmpty() ? "" : " " + quantity.unit();
    return "%s %%{%s:%s}%s"
        .formatted(Json.template(quantity.name()), variable, digits, Json.template(unit));
  }

  /** Both ends in words: "0 to 3.206". */
  String range() {
    return NumberText.of((float) low) + " to " + NumberText.of((float) high);
  }

  /** Says in a figure which colour is which value. */
  void colours(FigureBuilder figure) {
    ArrayNode ticks = Json.array();
    ArrayNode words = Json.array();
    if (!end.isEmpty()) {
      double step = step();
      int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
      for (double tick = step * Math.ceil(low / step - 1e-9);
          tick < high - 0.3 * step;
          tick += step) {
        ticks.add(Json.number(tick));
        words.add(NumberText.fixed(tick, decimals));
      }
      ticks.add(Json.number(high));
      words.add(NumberText.fixed(high, 2) + " " + end);
    }
    figure.colours(low, high, quantity.label(), ticks, words);
  }

  /** A round distance that fits two to five times between the ends. */
  private double step() {
    double power = Math.pow(10, Math.floor(Math.log10(high - low)));
    double leading = (high - low) / power;
    return power * (leading > 5 ? 2 : leading > 2.5 ? 1 : leading > 1 ? 0.5 : 0.2);
  }
}
