package org.entroscope.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.HasMetrics;
import org.entroscope.architecture.Named;
import org.entroscope.runs.HasRecord;
import org.entroscope.tokens.NgramPerplexities;
import tech.tablesaw.api.Table;

/**
 * Draws training loss and held-out perplexity against steps (Figure 2b), with one colour per model.
 */
public final class LossCurves {

  /** The name of the column of training losses, in nats per token. */
  public static final String LOSS = "loss";

  /**
   * The name of the column of held-out losses, in nats per token. Steps without one are missing.
   */
  public static final String EVALUATION_LOSS = "evaluationLoss";

  private LossCurves() {}

  /** Draws one training. */
  public static Figure of(String name, Table metrics) {
    return of(Map.of(name, metrics));
  }

  /**
   * Draws several trainings. The n-gram perplexities of their corpus are drawn as yardsticks if
   * they are known.
   */
  public static Figure compare(HasMetrics... trained) {
    List<NgramPerplexities> ngrams = new ArrayList<>();
    for (HasMetrics each : trained) {
      ngrams.add(each instanceof HasRecord run ? run.ngrams() : null);
    }
    return figure(Named.byName(List.of(trained), HasMetrics::metrics), Yardsticks.of(ngrams));
  }

  /**
   * Draws several trainings, in the order of the map.
   *
   * @param metrics tables with the columns step, loss and evaluationLoss; the latter two may have
   *     gaps or be absent
   * @throws IllegalArgumentException if there is no training or a table has no column step
   */
  public static Figure of(Map<String, Table> metrics) {
    return figure(metrics, Yardsticks.NONE);
  }

  private static Figure figure(Map<String, Table> metrics, Yardsticks yardsticks) {
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: give at least one training");
    }
    Map<String, Series> losses = new LinkedHashMap<>();
    Map<String, Series> perplexities = new LinkedHashMap<>();
    metrics.forEach(
        (name, table) -> {
          losses.put(name, Series.of(name, table, LOSS));
          perplexities.put(name, Series.of(name, table, EVALUATION_LOSS).exp());
        });
    boolean evaluated = perplexities.values().stream().anyMatch(series -> !series.isEmpty());
    FigureBuilder figure =
        new FigureBuilder("Loss during training", evaluated ? yardsticks.words() : "");
    Panel left = figure.panel().title(evaluated ? "training loss (nats per token)" : "");
    left.label(Panel.Side.X, "step");
    if (evaluated) {
      left.place(0, 0.46, 0, 1);
      Panel right = figure.panel().title("held-out perplexity").label(Panel.Side.X, "step");
      DoubleSummaryStatistics range =
          perplexities.values().stream()
              .flatMapToDouble(series -> Arrays.stream(series.values()))
              .filter(Double::isFinite)
              .summaryStatistics();
      right.place(0.56, 1, 0, 1).logarithmic(Panel.Side.Y, range.getMin(), range.getMax());
      if (!yardsticks.isEmpty()) {
        yardsticks.across(figure, right, range.getMin(), range.getMax());
      }
    } else {
      left.label(Panel.Side.Y, "training loss (nats per token)");
    }
    StringBuilder text = new StringBuilder(figure.heading());
    Map<String, ModelStyle> styles = ModelStyle.of(metrics.keySet());
    int index = 0;
    for (String name : metrics.keySet()) {
      ModelStyle style = styles.get(name);
      Series loss = losses.get(name);
      Series perplexity = perplexities.get(name);
      text.append(System.lineSeparator()).append(name).append(": ").append(words(loss, perplexity));
      figure.add(line(name, loss, 0, style, "loss %{y:.3f}").legend("model " + index, true));
      if (!perplexity.isEmpty()) {
        figure.add(
            line(name, perplexity, 1, style, "perplexity %{y:.3f}")
                .legend("model " + index, false));
      }
      index++;
    }
    int above = figure.heading().contains(System.lineSeparator()) ? 18 : 0;
    int right = evaluated ? yardsticks.width() : 0;
    figure.legendAbove().margin(64, 20 + right, (evaluated ? 100 : 84) + above, 52);
    if (evaluated) {
      figure.layout().withObjectProperty("legend").put("y", 1.08);
    }
    return figure.height(380 + above).build(text.toString());
  }

  private static Trace line(String name, Series series, int panel, ModelStyle style, String value) {
    Series thin = series.thinned();
    return style
        .on(Trace.line(name, thin.steps(), thin.values()).on(panel))
        .hover("step %{x}<br>" + value + "<extra></extra>");
  }

  private static String words(Series loss, Series perplexity) {
    String words =
        loss.isEmpty()
            ? "no loss recorded"
            : String.format(
                Locale.ROOT,
                "loss %.3f at step %.0f",
                loss.last(),
                loss.steps()[loss.steps().length - 1]);
    return perplexity.isEmpty()
        ? words
        : words + String.format(Locale.ROOT, ", held-out perplexity %.3f", perplexity.last());
  }
}
