package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;

/**
 * Draws a statistic of the heads during a training, for example their entropy, as one heat map with
 * a slider over the steps.
 */
public final class HistoryMaps {

  /** The largest number of positions on a slider, so that each can be selected by hand. */
  private static final int MOST = 40;

  private HistoryMaps() {}

  /** Draws one training. */
  public static Figure of(HeadHistory history) {
    return of("Head " + checked(history).last().quantity().name() + " while training", history);
  }

  /**
   * Draws a statistic that a training recorded, such as {@code "sink mass"}.
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
   */
  public static Figure of(HasHistory trained, String statistic) {
    return of(trained.name(), trained.history(statistic));
  }

  /**
   * Draws one training with a title, for example its name. The figure shows the last map first.
   *
   * @throws IllegalArgumentException if the history is empty
   */
  public static Figure of(String title, HeadHistory history) {
    HeadValues last = checked(history).last();
    String bounds = last.quantity().bounds(last.context());
    FigureBuilder figure =
        new FigureBuilder(
            title,
            "%s; %s. Drag the slider to see earlier steps"
                .formatted(last.quantity().label(), bounds));
    HeadPanels panels = new HeadPanels(Map.of("", last), HeadScale.of(history.maps()));
    panels.addTo(figure, 1);
    figure.margin(64, 20, 78, 120);
    slider(figure.layout(), history, panels);
    return figure
        .height(panels.height(1) + Slider.HEIGHT)
        .build(title + System.lineSeparator() + last);
  }

  private static HeadHistory checked(HeadHistory history) {
    if (history.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw: the history holds no map");
    }
    return history;
  }

  private static void slider(ObjectNode layout, HeadHistory history, HeadPanels panels) {
    Slider slider = new Slider(layout, "step ");
    int shown = Math.min(MOST, history.size());
    for (int i = 0; i < shown; i++) {
      int at = shown == 1 ? 0 : (int) Math.round((double) i * (history.size() - 1) / (shown - 1));
      slider.place(String.valueOf(history.steps()[at]), panels.change(history.map(at)));
    }
    slider.startAt(shown - 1);
  }
}
