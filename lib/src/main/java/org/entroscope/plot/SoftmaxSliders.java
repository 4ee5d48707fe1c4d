package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws one row of attention with a slider for the temperature or for a score: the scores, their
 * softmax {@code a_j = exp(z_j / t) / sum_k exp(z_k / t)} (Eq. 2-3), and its entropy (Eq. 5).
 */
public final class SoftmaxSliders {

  /**
   * The highest temperature of the slider. It starts at a twentieth and increases by equal factors.
   */
  private static final double HOTTEST = 20;

  /** The largest absolute score of the slider. */
  private static final double FURTHEST = 8;

  /** The number of positions of a slider. It is odd, so that t = 1 and z = 0 are among them. */
  private static final int PLACES = 41;

  /**
   * The traces that a slider changes: the bars of both panels, the point on the curve and its
   * label.
   */
  private static final int[] CHANGED = {0, 1, 3, 4};

  private SoftmaxSliders() {}

  /**
   * Draws a row with a slider for the temperature, from 0.05 to 20. It starts at 1.
   *
   * @param logits the scores z_j of the keys, at least 2 finite numbers
   * @throws IllegalArgumentException if there are fewer scores, or one is not finite
   */
  public static Figure temperature(double... logits) {
    check(logits);
    List<SoftmaxRow> places = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      double log = Math.log10(HOTTEST) * (2.0 * i / (PLACES - 1) - 1);
      double t = Math.pow(10, log);
      places.add(SoftmaxRow.of(String.format(Locale.ROOT, "%.2f", t), t, t, logits));
    }
    return figure(
        "Entropy and temperature",
        "Drag the slider: a high temperature spreads the attention, a low one puts it on one key",
        "temperature t = ",
        "temperature t",
        places,
        PLACES / 2);
  }

  /**
   * Draws a row with a slider for one score, from -8 to 8, at temperature 1. It starts near its
   * given value.
   *
   * @param key the index of the score, from 0
   * @param logits scores z_j of the keys, at least 2 finite numbers
   * @throws IllegalArgumentException if there are fewer scores, one is not finite, or there is no
   *     such key
   */
  public static Figure logit(int key, double... logits) {
    check(logits);
    if (key < 0 || key >= logits.length) {
      throw new IllegalArgumentException(
          "no key %d: keys are 0 to %d".formatted(key, logits.length - 1));
    }
    List<SoftmaxRow> places = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < PLACES; i++) {
      double[] changed = logits.clone();
      changed[key] = FURTHEST * (2.0 * i / (PLACES - 1) - 1);
      String label = String.format(Locale.ROOT, "%.1f", changed[key]);
      places.add(SoftmaxRow.of(label, changed[key], 1, changed));
      double nearest = Math.abs(places.get(start).x() - logits[key]);
      start = Math.abs(changed[key] - logits[key]) < nearest ? i : start;
    }
    return figure(
        "Entropy and one score",
        "Drag the slider: one score changes the whole row",
        "score of key " + key + ": ",
        "score of key " + key,
        places,
        start);
  }

  private static void check(double[] logits) {
    if (logits.length < 2) {
      throw new IllegalArgumentException("a row needs at least 2 scores, not " + logits.length);
    }
    for (int j = 0; j < logits.length; j++) {
      if (!Double.isFinite(logits[j])) {
        throw new IllegalArgumentException("logits[%d] is not finite: %s".formatted(j, logits[j]));
      }
    }
  }

  private static Figure figure(
      String title,
      String subtitle,
      String prefix,
      String axis,
      List<SoftmaxRow> places,
      int start) {
    SoftmaxRow first = places.get(start);
    int keys = first.scores().length;
    FigureBuilder figure = new FigureBuilder(title, subtitle);
    List<String> names = IntStream.range(0, keys).mapToObj(String::valueOf).toList();
    double[] all = places.stream().flatMapToDouble(p -> Arrays.stream(p.scores())).toArray();
    double low = Math.min(0, Arrays.stream(all).min().orElseThrow());
    double high = Math.max(0, Arrays.stream(all).max().orElseThrow());
    double room = 0.12 * (high - low) + 0.5;
    Panel left = panel(figure, 0, "scores z").range(Panel.Side.Y, low - room, high + room);
    left.categories(Panel.Side.X).label(Panel.Side.X, "key");
    Trace scores = Trace.bars("score", names, first.scores()).on(0).colour(Colours.named(5));
    // a number makes a score of zero visible, which has no bar
    scores.text(numbers(first), 10).json.put("textposition", "outside").put("cliponaxis", false);
    scores.json.put("textangle", 0);
    figure.add(scores.hover("key %{x}<br>score %{y:.2f}<extra></extra>"));
    Panel softmax = panel(figure, 1, "softmax(z / t)").range(Panel.Side.Y, 0, 1.05);
    softmax.categories(Panel.Side.X).label(Panel.Side.X, "key");
    Trace bars = Trace.bars("attention", names, first.probabilities()).on(1);
    bars.colour(Colours.named(0)).hover("key %{x}<br>attention %{y:.4f}<extra></extra>");
    figure.add(bars).level(1, 1.0 / keys, "1/" + keys);
    double top = Math.log(keys);
    Panel curve = panel(figure, 2, "entropy in nats").range(Panel.Side.Y, 0, 1.25 * top);
    curve.label(Panel.Side.X, axis);
    if (places.get(0).x() > 0) { // temperatures, by equal factors
      double hottest = places.get(places.size() - 1).x();
      curve.logarithmic(Panel.Side.X, places.get(0).x(), hottest);
      curve.range(Panel.Side.X, Math.log10(places.get(0).x()), Math.log10(hottest));
    }
    curve(figure, first, places);
    figure.level(2, top, String.format(Locale.ROOT, "ln %d = %.2f", keys, top));
    figure.layout().put("showlegend", false);
    Slider slider = new Slider(figure.layout(), prefix);
    places.forEach(place -> slider.place(place.label(), change(place, places.get(0).x())));
    slider.startAt(start);
    figure.margin(48, 20, 104, 132);
    return figure.height(360 + Slider.HEIGHT).build(text(title, prefix, places));
  }

  private static Panel panel(FigureBuilder figure, int column, String title) {
    return figure.panel().place(column, 3, 0.09, 0, 1, 0).title(title);
  }

  private static void curve(FigureBuilder figure, SoftmaxRow first, List<SoftmaxRow> places) {
    double[] x = places.stream().mapToDouble(SoftmaxRow::x).toArray();
    double[] y = places.stream().mapToDouble(SoftmaxRow::entropy).toArray();
    Trace line = Trace.line("entropy", x, y).on(2).colour(Colours.named(0));
    figure.add(line.hover("%{x:.2f}<br>%{y:.3f} nats<extra></extra>"));
    double[] atX = {first.x()};
    double[] atY = {first.entropy()};
    Trace point = Trace.line("here", atX, atY).on(2).colour(Colours.named(3));
    point.json.withObjectProperty("marker").put("size", 11);
    figure.add(point.hover("%{y:.3f} nats<extra></extra>"));
    // above the largest possible entropy, which the curve never reaches
    double[] left = {x[0]};
    double[] above = {above(first)};
    Trace words = Trace.words(left, above, List.of(first.words()), List.of(Colours.named(3))).on(2);
    words.json.put("textposition", "middle right").put("cliponaxis", false);
    figure.add(words);
  }

  private static double above(SoftmaxRow place) {
    return 1.14 * Math.log(place.scores().length);
  }

  /** Returns the labels of the bars of scores. */
  private static List<String> numbers(SoftmaxRow place) {
    return Arrays.stream(place.scores()).mapToObj(z -> NumberText.fixed(z, 1)).toList();
  }

  /**
   * Returns the arguments of Plotly's restyle that show a position.
   *
   * @param left the left end of the curve's axis
   */
  private static ArrayNode change(SoftmaxRow place, double left) {
    ObjectNode change = Json.object();
    ArrayNode y = change.withArrayProperty("y");
    y.add(Json.numbers(place.scores())).add(Json.numbers(place.probabilities()));
    y.add(Json.numbers(place.entropy())).add(Json.numbers(above(place)));
    ArrayNode x = change.withArrayProperty("x");
    ArrayNode keys = Json.array();
    IntStream.range(0, place.scores().length).mapToObj(String::valueOf).forEach(keys::add);
    x.add(keys).add(keys.deepCopy()).add(Json.numbers(place.x())).add(Json.numbers(left));
    ArrayNode text = change.withArrayProperty("text");
    // an empty text removes the labels of the bars and of the point
    text.add(Json.texts(numbers(place))).add("").add("");
    text.add(Json.array().add(place.words()));
    ArrayNode traces = Json.array();
    Arrays.stream(CHANGED).forEach(traces::add);
    return Json.array().add(change).add(traces);
  }

  private static String text(String title, String prefix, List<SoftmaxRow> places) {
    StringBuilder text = new StringBuilder(title);
    for (int i = 0; i < places.size(); i += 5) {
      SoftmaxRow place = places.get(i);
      text.append("%n%s%s  entropy %s".formatted(prefix, place.label(), place.words()));
    }
    return text.toString();
  }
}
