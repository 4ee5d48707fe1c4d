package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.entroscope.architecture.Architecture;
import org.entroscope.paper.PublishedTable;
import org.entroscope.sweep.ConfidenceInterval;
import org.entroscope.sweep.SweepEntry;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Draws held-out perplexities with one row per model: a dot for each seed, a diamond for their
 * mean, and a bar for its 95% interval. An open circle is a seed that ended at the unigram level,
 * which is not part of the mean. The n-gram perplexities of the corpus are dotted lines. Published
 * perplexities are beside the measured ones on a separate axis. Their tokens differ, so that only
 * the order of the models can be compared.
 */
public final class SeedDots {

  private static final int ROW = 30;
  private static final int FRAME = 136;

  /**
   * If the largest value exceeds the smallest by more than this factor, the axis is logarithmic.
   */
  private static final double WIDE = 2;

  private final Map<String, List<Row>> byName = new LinkedHashMap<>();
  private final FigureBuilder figure;
  private final StringBuilder text;
  private final Yardsticks yardsticks;

  private SeedDots(Table seeds, String title) {
    for (String column : List.of("name", "architecture", "perplexity")) {
      if (!seeds.containsColumn(column)) {
        throw new IllegalArgumentException(
            "seeds need a column %s; they have %s".formatted(column, seeds.columnNames()));
      }
    }
    for (int i = 0; i < seeds.rowCount(); i++) {
      byName.computeIfAbsent(seeds.getString(i, "name"), n -> new ArrayList<>()).add(seeds.row(i));
    }
    if (byName.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: there is no result");
    }
    DoubleSummaryStatistics range =
        byName.values().stream()
            .flatMap(List::stream)
            .filter(row -> !row.isMissing("perplexity"))
            .mapToDouble(row -> row.getDouble("perplexity"))
            .filter(Double::isFinite)
            .summaryStatistics();
    yardsticks = Yardsticks.of(seeds).near(range.getMin(), range.getMax());
    figure = new FigureBuilder(title, yardsticks.after(subtitle(byName.values())));
    text = new StringBuilder(figure.heading());
  }

  /**
   * Draws measured perplexities.
   *
   * @param seeds a sweep's {@code perplexities()}, with the columns name, architecture and
   *     perplexity (missing if a training diverged), and optionally status, unigram, bigram and
   *     trigram
   * @param title the title above the figure
   * @throws IllegalArgumentException if a column is missing or there are no rows
   */
  public static Figure of(Table seeds, String title) {
    SeedDots dots = new SeedDots(seeds, title);
    dots.measured(0, 1, "perplexity on held-out data");
    return dots.build();
  }

  /**
   * Draws measured perplexities beside the published ones of the same architectures.
   *
   * @param seeds see {@link #of}
   * @param title the title above the figure
   * @param published the table of published perplexities
   * @throws IllegalArgumentException if a column is missing or there are no rows
   */
  public static Figure beside(Table seeds, String title, PublishedTable published) {
    SeedDots dots = new SeedDots(seeds, title);
    dots.measured(0, 0.62, "perplexity, measured");
    dots.published(published);
    return dots.build();
  }

  /** Returns a subtitle that explains the markers. A single seed has no interval. */
  private static String subtitle(Collection<List<Row>> models) {
    int fewest = models.stream().mapToInt(List::size).min().orElse(0);
    int most = models.stream().mapToInt(List::size).max().orElse(0);
    if (most == 1) {
      return "One seed per model, so there is no interval";
    }
    String seeds = fewest == most ? String.valueOf(most) : fewest + " to " + most;
    String dots = "Dots: one per seed (%s seeds). ".formatted(seeds);
    return dots + "Diamond and bar: mean with its 95% confidence interval (Student's t)";
  }

  private void measured(double left, double right, String label) {
    Panel panel = panel(left, right, label);
    List<Double> all = new ArrayList<>();
    int row = 0;
    for (Map.Entry<String, List<Row>> one : byName.entrySet()) {
      double[] values = perplexities(one.getValue(), false);
      double[] untrained = perplexities(one.getValue(), true);
      Arrays.stream(values).forEach(all::add);
      Arrays.stream(untrained).forEach(all::add);
      text.append(System.lineSeparator()).append(one.getKey()).append(": ");
      String colour = ModelStyle.of(one.getValue().get(0).getString("architecture")).colour();
      if (values.length > 0) {
        add(row, colour, values);
      }
      if (untrained.length > 0) {
        dots(row, colour, untrained, "circle-open", "at the unigram level");
      }
      int seeds = one.getValue().size();
      int lost = seeds - values.length - untrained.length;
      if (lost + untrained.length > 0) {
        String words =
            untrained.length == 0
                ? lost + " of " + seeds + " seeds diverged"
                : untrained.length
                    + " of "
                    + seeds
                    + " seeds at the unigram level"
                    + (lost == 0 ? "" : ", " + lost + " diverged");
        text.append(values.length > 0 ? ", " : "").append(words);
        String y = Panel.axis("y", 0);
        figure.note("x domain", y, 1, row - 0.32, words, "right", "middle", 10);
      }
      row++;
    }
    scale(panel, all, yardsticks);
  }

  /** Returns the perplexities of the trained seeds, or of finished seeds that are not trained. */
  private static double[] perplexities(List<Row> seeds, boolean untrained) {
    return seeds.stream()
        .filter(seed -> !seed.isMissing("perplexity"))
        .filter(seed -> untrained == isUntrained(seed))
        .mapToDouble(seed -> seed.getDouble("perplexity"))
        .filter(Double::isFinite)
        .toArray();
  }

  private static boolean isUntrained(Row seed) {
    return seed.columnNames().contains("status")
        && seed.getString("status").equals(SweepEntry.Status.UNIGRAM.name());
  }

  private void dots(int row, String colour, double[] values, String symbol, String words) {
    double[] rows = new double[values.length];
    Arrays.fill(rows, row);
    Trace dots = Trace.line("", values, rows).on(0).colour(colour);
    dots.json.put("mode", "markers").put("showlegend", false);
    ObjectNode marker = dots.json.withObjectProperty("marker").put("size", 8);
    marker.put("symbol", symbol).put("opacity", symbol.endsWith("-open") ? 1 : 0.45);
    figure.add(
        dots.hover("a seed" + (words.isEmpty() ? "" : " " + words) + ": %{x:.3f}<extra></extra>"));
  }

  private void add(int row, String colour, double[] values) {
    dots(row, colour, values, "circle", "");
    double mean = Arrays.stream(values).average().orElseThrow();
    ConfidenceInterval interval =
        ConfidenceInterval.ofMean(values).within(1, Double.POSITIVE_INFINITY);
    Trace middle = diamond(mean, row, colour).on(0);
    text.append(String.format(Locale.ROOT, "%.3f", mean));
    if (values.length > 1) {
      ObjectNode bar = middle.json.withObjectProperty("error_x");
      bar.put("color", colour);
      bar.put("type", "data").put("symmetric", false).put("thickness", 2).put("width", 5);
      bar.set("array", Json.numbers(interval.high() - mean));
      bar.set("arrayminus", Json.numbers(mean - interval.low()));
      text.append(String.format(Locale.ROOT, " (%.3f to %.3f)", interval.low(), interval.high()));
    }
    text.append(values.length == 1 ? ", 1 seed" : ", " + values.length + " seeds");
    figure.add(middle.hover("mean %{x:.3f}<extra></extra>"));
  }

  private static Trace diamond(double x, int row, String colour) {
    Trace trace = Trace.line("", new double[] {x}, new double[] {row}).colour(colour);
    trace.json.put("mode", "markers").put("showlegend", false);
    trace.json.withObjectProperty("marker").put("size", 9).put("symbol", "diamond");
    return trace;
  }

  private void published(PublishedTable published) {
    Panel panel = panel(0.68, 1, "perplexity, published");
    List<Double> all = new ArrayList<>();
    int row = 0;
    for (List<Row> rows : byName.values()) {
      Architecture architecture = Architecture.of(rows.get(0).getString("architecture"));
      String colour = ModelStyle.of(rows.get(0).getString("architecture")).colour();
      OptionalDouble perplexity = published.perplexity(architecture);
      if (perplexity.isPresent()) {
        all.add(perplexity.getAsDouble());
        Trace point = diamond(perplexity.getAsDouble(), row, colour).on(1);
        point.json.withObjectProperty("marker").put("symbol", "diamond-open");
        figure.add(point.hover("published: %{x}<extra></extra>"));
      } else {
        boolean there = published.architectures().contains(architecture);
        String words = there ? "diverged" : "not in this table";
        figure.note("x2 domain", "y2", 0.5, row, words, "center", "middle", 11);
      }
      row++;
    }
    scale(panel, all, Yardsticks.NONE);
    panel.withoutNames();
    text.append(System.lineSeparator()).append("beside ").append(published.title());
  }

  private Panel panel(double left, double right, String label) {
    Panel panel = figure.panel().place(left, right, 0, 1).rows(List.copyOf(byName.keySet()));
    return panel.label(Panel.Side.X, label);
  }

  /** Sets the range of the axis, with a margin for the dots at both ends. */
  private void scale(Panel panel, List<Double> values, Yardsticks lines) {
    DoubleSummaryStatistics range =
        values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    double low = lines.least(range.getMin());
    double high = lines.most(range.getMax());
    if (range.getCount() == 0) {
      panel.range(Panel.Side.X, 0, 1);
    } else if (high > WIDE * low) {
      panel.logarithmic(Panel.Side.X, low, high);
      double room = 0.06 * Math.log10(high / low);
      panel.range(Panel.Side.X, Math.log10(low) - room, Math.log10(high) + room);
      lines.upright(figure, panel, Math.log10(low) - room, Math.log10(high) + room, true);
    } else {
      double room = Math.max(0.06 * (high - low), 0.005 * high);
      panel.range(Panel.Side.X, low - room, high + room);
      lines.upright(figure, panel, low - room, high + room, false);
    }
  }

  private Figure build() {
    int above = yardsticks.height();
    return figure
        .margin(64, 20, 78 + above, 52)
        .height(FRAME + above + ROW * byName.size())
        .build(text.toString());
  }
}
