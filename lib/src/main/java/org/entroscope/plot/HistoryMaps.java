package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;

/** The head entropies of a training as one heat map with a slider over the steps. */
public final class HistoryMaps {

  /** More places than this a hand does not find on a slider. */
  private static final int MOST = 40;

  private HistoryMaps() {}

  /** One training. */
  public static Figure of(HeadHistory history) {
    return of("Head entropy while training", history);
  }

  /**
   * One training, with its name as title; it shows the last map first.
   *
   * @throws IllegalArgumentException if the history is empty
   */
  public static Figure of(String title, HeadHistory history) {
    if (history.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: the history holds no map");
    }
    HeadValues last = history.last();
    String words =
        String.format(
            Locale.ROOT,
            "mean over queries, in nats; causal bound %.2f. Pull the slider to go back in time",
            EntropyBound.causal(last.context()));
    FigureBuilder figure = new FigureBuilder(title, words);
    EntropyPanels panels = new EntropyPanels(Map.of("", last));
    panels.addTo(figure, 1);
    figure.margin(64, 20, 78, 120);
    slider(figure.layout(), history, panels);
    return figure
        .height(panels.height(1) + Slider.HEIGHT)
        .build(title + System.lineSeparator() + last);
  }

  private static void slider(ObjectNode layout, HeadHistory history, EntropyPanels panels) {
    Slider slider = new Slider(layout, "step ");
    int shown = Math.min(MOST, history.size());
    for (int i = 0; i < shown; i++) {
      int at = shown == 1 ? 0 : (int) Math.round((double) i * (history.size() - 1) / (shown - 1));
      slider.place(String.valueOf(history.steps()[at]), panels.change(history.map(at)));
    }
    slider.startAt(shown - 1);
  }
}
