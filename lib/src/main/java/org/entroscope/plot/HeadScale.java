package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import java.util.function.ToDoubleFunction;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;

/**
 * The range of values that an axis or the colours of heat maps span. It is the same for all maps of
 * a figure, from the lower to the upper bound of the statistic, so that a colour means the same
 * everywhere. If there is no bound or a value is beyond it, the scale ends at the most extreme
 * value. Entropies above the causal bound occur only without a causal mask; then the scale ends at
 * ln T.
 *
 * @param quantity the quantity that the values measure
 * @param low the lower end
 * @param high the upper end, above the lower one
 * @param end a name for the upper end; empty if it is only the largest value
 */
record HeadScale(HeadQuantity quantity, double low, double high, String end) {

  /** Rounding errors can move heads this far beyond a bound. */
  private static final double TOLERANCE = 0.01;

  /**
   * Creates the scale of some maps.
   *
   * @throws IllegalArgumentException if the maps measure different quantities
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

  /** Returns NaN if no map has a value. */
  private static double largest(
      Collection<HeadValues> maps, ToDoubleFunction<HeadValues> property) {
    double largest = Double.NaN;
    for (HeadValues map : maps) {
      double value = property.applyAsDouble(map);
      largest = value > largest || Double.isNaN(largest) ? value : largest;
    }
    return largest;
  }

  /** Widens an empty range, so that equal values are in the middle of the scale. */
  private static HeadScale widened(HeadQuantity quantity, double low, double high, String end) {
    double from = Double.isFinite(low) ? low : Double.isFinite(high) ? high : 0;
    double to = Double.isFinite(high) ? high : from;
    double least = 1e-6 * Math.max(1, Math.abs(from));
    double room = to - from < least ? 0.05 * Math.max(1, Math.abs(from)) : 0;
    return new HeadScale(quantity, from - room, to + room, end);
  }

  /** Returns the position of a value between the ends, from 0 to 1. */
  double place(double value) {
    return (value - low) / (high - low);
  }

  /**
   * Returns a Plotly template for a value with its quantity: {@code entropy %{z:.3f} nats}.
   *
   * @param variable the variable that holds the value: x, y or z
   */
  String hover(String variable) {
    double span = high - low;
    String digits = span >= 0.1 && span < 1e5 ? ".3f" : ".4~g";
    String unit = quantity.unit().isEmpty() ? "" : " " + quantity.unit();
    return "%s %%{%s:%s}%s"
        .formatted(Json.template(quantity.name()), variable, digits, Json.template(unit));
  }

  /** Returns both ends in words: "0 to 3.206". */
  String range() {
    return NumberText.of((float) low) + " to " + NumberText.of((float) high);
  }

  /** Adds a colour bar to a figure. */
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

  /** Returns a round distance that fits two to five times between the ends. */
  private double step() {
    double power = Math.pow(10, Math.floor(Math.log10(high - low)));
    double leading = (high - low) / power;
    return power * (leading > 5 ? 2 : leading > 2.5 ? 1 : leading > 1 ? 0.5 : 0.2);
  }
}
