package org.entroscope.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;

/**
 * Draws the state of a running training: its progress in words, the losses so far, and the newest
 * heat map of every recorded statistic, in one figure. It is fast enough to be built twice a
 * second.
 */
public final class LiveFigure {

  private static final int MOST_POINTS = 300;

  /** The colour of held-out losses, visible on light and dark pages beside any model's colour. */
  private static final String HELD_OUT = "#6b7280";

  /** The gap between rows of panels, in pixels. */
  private static final int GAP = 78;

  private LiveFigure() {}

  /**
   * A curve of losses against steps.
   *
   * @param steps the steps, in ascending order
   * @param losses the losses in nats per token, one per step
   */
  public record Curve(int[] steps, double[] losses) {

    /** The curve without points. */
    public static final Curve EMPTY = new Curve(new int[0], new double[0]);

    /**
     * Creates a curve; copies the numbers.
     *
     * @throws IllegalArgumentException if the numbers of steps and losses differ
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
   * Draws the state of a training at one moment.
   *
   * @param title the title, which names the model
   * @param progress the progress in one line
   * @param training the losses on training batches
   * @param heldOut the losses on held-out data
   * @param lastStep the last step of the training, which fixes the axis; 0 if unknown
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

  /**
   * Places the panel of losses, adds the panels of the heads, and returns the height of the figure.
   */
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
      // the height is the same before and after the first map, so that the page does not jump
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
