package org.entroscope.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.entropy.EntropyMap;

/**
 * What a training shows while it runs: its progress in words, the loss so far, and the newest heat
 * map, in one figure. Cheap enough to build twice a second.
 */
public final class LiveFigure {

  private static final int MOST_POINTS = 300;

  private LiveFigure() {}

  /**
   * The figure of a moment.
   *
   * @param title what is trained
   * @param progress how far it is, in a line
   * @param steps steps at which losses were taken, ascending
   * @param losses training losses in nats a token, as many
   * @param lastStep the step at which training is to end, which fixes the axis; 0 if unknown
   * @param entropy the newest entropies, or null before the first
   * @throws IllegalArgumentException if there are not as many steps as losses
   */
  public static Figure of(
      String title,
      String progress,
      int[] steps,
      double[] losses,
      int lastStep,
      EntropyMap entropy) {
    if (steps.length != losses.length) {
      throw new IllegalArgumentException(
          "there must be as many steps as losses, not %d and %d"
              .formatted(steps.length, losses.length));
    }
    FigureBuilder figure = new FigureBuilder(title, progress).margin(56, 20, 92, 48);
    Panel left = figure.panel().place(0, 0.42, 0, 1).title("training loss (nats a token)");
    left.label(Panel.Side.X, "step");
    if (lastStep > 0) {
      left.range(Panel.Side.X, 0, lastStep);
    }
    Series losing =
        new Series(Arrays.stream(steps).asDoubleStream().toArray(), losses).thinned(MOST_POINTS);
    figure.add(
        Trace.line("loss", losing.steps(), losing.values())
            .on(0)
            .colour(Colours.named(0))
            .legend("loss", false)
            .hover("step %{x}<br>loss %{y:.3f}<extra></extra>"));
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
        "%s%n%s%s%s"
            .formatted(
                title,
                progress,
                losses.length == 0
                    ? ""
                    : String.format(Locale.ROOT, "%nloss %.3f", losses[losses.length - 1]),
                entropy == null ? "" : System.lineSeparator() + entropy);
    int layers = entropy == null ? 0 : entropy.layers();
    // the same height before and after the first map, or the page would jump
    return figure.height(Math.max(360, 150 + 22 * layers)).build(text);
  }
}
