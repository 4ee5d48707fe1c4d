package org.entroscope.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Chooses the ticks of an axis and their labels in the same way as plotly.js. */
final class AxisTicks {

  private static final double[] ROUND = {2, 5, 10};
  private static final String[] THOUSANDS = {"", "k", "M", "B", "T"};

  /** The least distance between two ticks in pixels, on a vertical and on a horizontal axis. */
  private static final double APART_Y = 40;

  private static final double APART_X = 80;

  /**
   * A tick.
   *
   * @param value the value on the axis; its logarithm on a logarithmic axis
   * @param label the label of the tick
   */
  record Tick(double value, String label) {}

  private AxisTicks() {}

  /** Returns the ticks of an axis within its range. */
  static List<Tick> of(PictureAxis axis) {
    JsonNode json = axis.json();
    List<Tick> ticks = new ArrayList<>();
    if (!axis.categories().isEmpty()) {
      for (int i = 0; i < axis.categories().size(); i++) {
        ticks.add(new Tick(i, axis.categories().get(i)));
      }
    } else if (json.has("tickvals")) {
      JsonNode labels = json.path("ticktext");
      for (int i = 0; i < json.path("tickvals").size(); i++) {
        double given = json.path("tickvals").get(i).asDouble();
        double value = axis.logarithmic() ? Math.log10(given) : given;
        String label = labels.has(i) ? labels.get(i).asText() : number(given, given / 100, json);
        ticks.add(new Tick(value, label));
      }
    } else if (axis.logarithmic()) {
      powers(axis, ticks);
    } else {
      linear(axis, ticks);
    }
    double low = Math.min(axis.from(), axis.to());
    double high = Math.max(axis.from(), axis.to());
    double rounding = 1e-6 * (high - low);
    ticks.removeIf(tick -> !(tick.value() >= low - rounding) || !(tick.value() <= high + rounding));
    return ticks;
  }

  private static void powers(PictureAxis axis, List<Tick> ticks) {
    int apart = Math.max(1, axis.json().path("dtick").asInt(1));
    double low = Math.min(axis.from(), axis.to());
    double high = Math.max(axis.from(), axis.to());
    for (long power = (long) (apart * Math.ceil(low / apart)); power <= high; power += apart) {
      boolean small = power == 0 || power == 1;
      String label =
          axis.json().path("exponentformat").asText().equals("power") && !small
              ? "10<sup>" + String.valueOf(power).replace('-', '\u2212') + "</sup>"
              : NumberText.of(Math.pow(10, power));
      ticks.add(new Tick(power, label));
    }
  }

  private static void linear(PictureAxis axis, List<Tick> ticks) {
    double low = Math.min(axis.from(), axis.to());
    double high = Math.max(axis.from(), axis.to());
    double step = axis.json().path("dtick").asDouble(0);
    if (step <= 0) {
      double apart = axis.upright() ? APART_Y : APART_X;
      step = step(high - low, axis.length() / apart);
    }
    double first = axis.json().path("tick0").asDouble(0);
    double size = Math.max(Math.abs(low), Math.abs(high));
    for (double i = Math.ceil((low - first) / step - 1e-6); first + i * step <= high; i++) {
      double value = first + i * step;
      ticks.add(new Tick(value, number(value, step, axis.json(), size)));
      if (ticks.size() > 200) {
        return;
      }
    }
  }

  /** Returns a round distance between ticks, as plotly.js computes it. */
  private static double step(double span, double room) {
    double rough = span / (Math.max(4, Math.min(9, room)) + 1);
    if (!(rough > 0) || Double.isInfinite(rough)) {
      return 1;
    }
    double base = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double round : ROUND) {
      if (round * base >= rough * (1 - 1e-9)) {
        return round * base;
      }
    }
    return 10 * base;
  }

  private static String number(double value, double step, JsonNode axis) {
    return number(value, step, axis, Math.abs(value));
  }

  private static String number(double value, double step, JsonNode axis, double largest) {
    String format = axis.path("tickformat").asText();
    if (format.endsWith("%")) {
      return NumberText.fixed(100 * value, 0).replace('-', '\u2212') + "%";
    }
    int power = (int) Math.floor(Math.log10(largest) + 0.01);
    int thousands = power > 3 ? Math.min(4, (int) Math.round((power - 1) / 3.0)) : 0;
    double scale = Math.pow(1000, thousands);
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step / scale) - 1e-9));
    BigDecimal rounded =
        new BigDecimal(value / scale)
            .setScale(Math.min(8, decimals), java.math.RoundingMode.HALF_EVEN)
            .round(new MathContext(8));
    String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    return text.replace('-', '\u2212') + (text.equals("0") ? "" : THOUSANDS[thousands]);
  }
}
