package org.entroscope.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.HeadValues;

/**
 * What a training shows while it runs: its progress in words, the losses so far, and the newest
 * heat map, in one figure. Cheap enough to build twice a second.
 */
public final class LiveFigure {

  private static final int MOST_POINTS = 300;

  private LiveFigure() {}

  /**
   * Losses against steps.
   *
   * @param steps ascending
   * @param losses in nats a token, as many
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
   * @param entropy the newest entropies, or null before the first
   */
  public static Figure of(
      String title,
      String progress,
      Curve training,
      Curve heldOut,
      int lastStep,
      HeadValues entropy) {
    FigureBuilder figure = new FigureBuilder(title, progress).margin(56, 20, 92, 48);
    Panel left = figure.panel().place(0, 0.42, 0, 1).title("loss (nats a token)");
    left.label(Panel.Side.X, "step");
    if (lastStep > 0) {
      left.range(Panel.Side.X, 0, lastStep);
    }
    losses(figure, training, heldOut);
    Panel right = figure.panel().place(0.52, 1, 0, 1).title("head entropy");
    if (entropy != null) {
      EntropyPanels panels = new EntropyPanels(Map.of("", entropy));
      panels.draw(figure, 1, right, entropy, true);
      panels.colours(figure);
    } else {
      right.hidden();
      double[] middle = {0};
      figure.add(
          Trace.words(middle, middle, List.of("not measured yet"), List.of(Colours.MUTED)).on(1));
    }
    String text =
        title
            + System.lineSeparator()
            + progress
            + training.words("loss")
            + heldOut.words("held-out loss")
            + (entropy == null ? "" : System.lineSeparator() + entropy);
    int layers = entropy == null ? 0 : entropy.layers();
    // the same height before and after the first map, or the page would jump
    return figure.height(Math.max(360, 150 + 22 * layers)).build(text);
  }

  private static void losses(FigureBuilder figure, Curve training, Curve heldOut) {
    Series losing = training.series();
    boolean both = heldOut.steps().length > 0;
    figure.add(
        Trace.line("training", losing.steps(), losing.values())
            .on(0)
            .colour(Colours.named(0))
            .legend("training", both)
            .hover("step %{x}<br>loss %{y:.3f}<extra></extra>"));
    if (both) {
      Series evaluated = heldOut.series();
      Trace points =
          Trace.line("held out", evaluated.steps(), evaluated.values())
              .on(0)
              .colour(Colours.named(3))
              .legend("held out", true)
              .hover("step %{x}<br>held-out loss %{y:.3f}<extra></extra>");
      points.json.put("mode", "markers").put("cliponaxis", false);
      points.json.withObjectProperty("marker").put("size", 7).put("symbol", "diamond");
      figure.add(points);
      var legend = figure.layout().withObjectProperty("legend");
      legend.put("x", 0.41).put("xanchor", "right").put("y", 0.99).put("yanchor", "top");
      legend.put("bgcolor", "rgba(0,0,0,0)");
    }
  }
}
