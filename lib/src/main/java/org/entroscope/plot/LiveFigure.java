package org.entroscope.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;

/**
 * What a training shows while it runs: its progress in words, the losses so far, and the newest
 * heat map of every recorded statistic, in one figure. Cheap enough to build twice a second.
 */
public final class LiveFigure {

  private static final int MOST_POINTS = 300;

  /** Seen on light and dark pages beside any model's colour. */
  private static final String HELD_OUT = "#6b7280";

  /** Between rows of panels, in pixels. */
  private static final int GAP = 78;

  private LiveFigure() {}

  /**
   * Losses against steps.
   *
   * @param steps ascending
   * @param losses in nats per token, as many
   */
  public record Curve(int[] steps, double[] losses) {

    /** Without a point. */
    public static final Curve EMPTY = new Curve(new int[0], new double[0]);

    /**
     * Copies the numbers.
     *
     * @throws IllegalArgumentException if there are not as many steps as losses
     */
    public Curve {
      if (steps.length != losses.length) {
        throw new IllegalArgumentException(
            "there must be as many steps as losses, not %d and %d"
                .formatted(steps.length, losses.length));
      }
      steps = steps.clone();
      losses = losses.clone();
    }

    private Series series() {
      double[] x = Arrays.stream(steps).asDoubleStream().toArray();
      return new Series(x, losses).thinned(MOST_POINTS);
    }

    private String words(String name) {
      return losses.length == 0
          ? ""
          : String.format(Locale.ROOT, "%n%s %.3f", name, losses[losses.length - 1]);
    }
  }

  /**
   * The figure of a moment.
   *
   * @param title what is trained
   * @param progress how far it is, in a line
   * @param training losses on training batches
   * @param heldOut losses on held-out data
   * @param lastStep the step at which training is to end, which fixes the axis; 0 if unknown
   * @param heads the newest values of each recorded statistic; empty before the first
   */
  public static Figure of(
      String title,
      String progress,
      Curve training,
      Curve heldOut,
      int lastStep,
      List<HeadValues> heads) {
    FigureBuilder figure = new FigureBuilder(title, progress).margin(56, 20, 92, 48);
    Panel losses = figure.panel().title("loss (nats per token)");
    losses.label(Panel.Side.X, "step");
    if (lastStep > 0) {
      losses.range(Panel.Side.X, 0, lastStep);
    }
    ModelStyle style = ModelStyle.of(title.replaceFirst("^Training ", ""));
    losses(figure, style, training, heldOut, heads.size() < 4 ? 0.41 : 0.26);
    int height = maps(figure, losses, heads);
    StringBuilder text = new StringBuilder(title + System.lineSeparator() + progress);
    text.append(training.words("loss")).append(heldOut.words("held-out loss"));
    heads.forEach(map -> text.append(System.lineSeparator()).append(map));
    return figure.height(height).build(text.toString());
  }

  /** Places the panel of losses and adds those of the heads; returns the figure's height. */
  private static int maps(FigureBuilder figure, Panel losses, List<HeadValues> heads) {
    int layers = heads.isEmpty() ? 0 : heads.get(0).layers();
    int row = Math.max(220, 22 * layers + 10);
    if (heads.size() < 2) {
      losses.place(0, 0.42, 0, 1);
      Panel panel = figure.panel().place(0.52, 1, 0, 1);
      if (heads.isEmpty()) {
        panel.title("head " + HeadQuantity.ENTROPY).hidden();
        double[] middle = {0};
        figure.add(
            Trace.words(middle, middle, List.of("not measured yet"), List.of(Colours.MUTED)).on(1));
      } else {
        HeadValues map = heads.get(0);
        HeadScale scale = HeadScale.of(heads);
        new HeadPanels(Map.of("", map), scale)
            .draw(figure, 1, panel.title("head " + map.quantity().name()), map, true);
        scale.colours(figure);
      }
      // the same height before and after the first map, or the page would jump
      return row + 140;
    }
    int columns = heads.size() < 4 ? 2 : 3;
    int rows = (heads.size() + columns) / columns;
    double gap = (double) GAP / (rows * row + (rows - 1) * GAP);
    losses.place(0, columns, 0.1, 0, rows, gap);
    for (int i = 0; i < heads.size(); i++) {
      HeadValues map = heads.get(i);
      HeadScale scale = HeadScale.of(List.of(map));
      Panel panel = figure.panel().title(map.quantity().label() + ", " + scale.range());
      panel.place((i + 1) % columns, columns, 0.1, (i + 1) / columns, rows, gap);
      new HeadPanels(Map.of("", map), scale).drawAlone(figure, i + 1, panel, map);
    }
    return rows * row + (rows - 1) * GAP + 140;
  }

  private static void losses(
      FigureBuilder figure, ModelStyle style, Curve training, Curve heldOut, double right) {
    Series losing = training.series();
    boolean both = heldOut.steps().length > 0;
    figure.add(
        Trace.line("training", losing.steps(), losing.values())
            .on(0)
            .colour(style.colour())
            .legend("training", both)
            .hover("step %{x}<br>loss %{y:.3f}<extra></extra>"));
    if (both) {
      Series evaluated = heldOut.series();
      Trace points =
          Trace.line("held out", evaluated.steps(), evaluated.values())
              .on(0)
              .colour(HELD_OUT)
              .legend("held out", true)
              .hover("step %{x}<br>held-out loss %{y:.3f}<extra></extra>");
      points.json.put("mode", "markers").put("cliponaxis", false);
      points.json.withObjectProperty("marker").put("size", 7).put("symbol", "diamond");
      figure.add(points);
      var legend = figure.layout().withObjectProperty("legend");
      legend.put("x", right).put("xanchor", "right").put("y", 0.99).put("yanchor", "top");
      legend.put("bgcolor", "rgba(0,0,0,0)");
    }
  }
}
