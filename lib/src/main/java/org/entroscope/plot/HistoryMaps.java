package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;

/**
 * A statistic of the heads in a training, their entropy for example, as one heat map with a slider
 * over the steps.
 */
public final class HistoryMaps {

  /** A hand cannot find more places than this on a slider. */
  private static final int MOST = 40;

  private HistoryMaps() {}

  /** One training. */
  public static Figure of(HeadHistory history) {
    return of("Head " + checked(history).last().quantity().name() + " while training", history);
  }

  /**
   * A statistic that a training recorded, such as {@code "sink mass"}.
   *
   * @throws IllegalArgumentException if it was not recorded; the message says what was
   */
  public static Figure of(HasHistory trained, String statistic) {
    return of(trained.name(), trained.history(statistic));
  }

  /**
   * One training, with its name as title; it shows the last map first.
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
