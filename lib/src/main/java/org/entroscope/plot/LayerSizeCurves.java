package org.entroscope.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.entroscope.architecture.Named;
import org.entroscope.model.LayerSizes;

/**
 * Draws the sizes of the residual stream and of the attention scores in each layer, on logarithmic
 * axes. The figure shows how numbers grow with depth if no LayerNorm rescales them.
 */
public final class LayerSizeCurves {

  private static final int PANEL = 210;
  private static final int GAP = 70;

  private LayerSizeCurves() {}

  /**
   * Draws several models in one figure.
   *
   * @throws IllegalArgumentException if no model is given
   */
  public static Figure compare(LayerSizes... models) {
    if (models.length == 0) {
      throw new IllegalArgumentException("nothing to compare: give at least one model");
    }
    FigureBuilder figure =
        new FigureBuilder(
            "What passes through the layers",
            "Root mean square of the residual stream at the input of each layer, and standard"
                + " deviation of the attention scores of a query");
    Map<String, LayerSizes> byName = Named.byName(List.of(models), each -> each);
    Map<String, ModelStyle> styles = ModelStyle.of(byName.keySet());
    int most = Arrays.stream(models).mapToInt(m -> m.scores().length).max().orElse(1);
    StringBuilder text = new StringBuilder(figure.heading());
    for (int i = 0; i < 2; i++) {
      int panelIndex = i;
      Panel panel = figure.panel().place(0, 1, 0, i, 2, (double) GAP / (2 * PANEL + GAP));
      panel.wholeNumbers(Panel.Side.X, most, 24).label(Panel.Side.X, "layer");
      panel.label(Panel.Side.Y, i == 0 ? "residual stream" : "scores");
      double[] positive =
          Arrays.stream(models)
              .flatMapToDouble(m -> DoubleStream.of(values(m, panelIndex)))
              .filter(v -> v > 0 && Double.isFinite(v))
              .sorted()
              .toArray();
      if (positive.length > 0) {
        panel.wide(Panel.Side.Y, positive[0], positive[positive.length - 1]);
      }
      byName.forEach(
          (name, sizes) -> {
            double[] y = values(sizes, panelIndex);
            double[] x = IntStream.range(0, y.length).asDoubleStream().toArray();
            Trace line = styles.get(name).on(Trace.line(name, x, positive(y)).on(panelIndex));
            line.legend(name, panelIndex == 0);
            figure.add(line.hover("layer %{x}<br>%{y:.4~g}<extra></extra>"));
            text.append(words(name + (panelIndex == 0 ? ", stream:" : ", scores:"), y));
          });
    }
    return figure
        .legendAbove()
        .margin(64, 20, 108, 52)
        .height(2 * PANEL + GAP + 160)
        .build(text.toString());
  }

  private static double[] values(LayerSizes sizes, int panel) {
    return panel == 0 ? sizes.residual() : sizes.scores();
  }

  /** Replaces values that a logarithmic axis cannot show by NaN, which leaves a gap. */
  private static double[] positive(double[] values) {
    return Arrays.stream(values).map(v -> v > 0 ? v : Double.NaN).toArray();
  }

  private static String words(String name, double[] values) {
    StringBuilder words = new StringBuilder(System.lineSeparator()).append(name);
    for (double value : values) {
      words.append(' ').append(String.format(Locale.ROOT, "%.3g", value));
    }
    return words.toString();
  }
}
