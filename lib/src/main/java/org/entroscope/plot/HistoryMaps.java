package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Named;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
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
    return of("Head " + checked(history).last().quantity().name() + " during training", history);
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

  /**
   * Draws the entropies of several trainings side by side. One slider selects the step of all
   * trainings, and a button plays the steps. A training that ended earlier keeps its last map.
   *
   * @throws IllegalArgumentException if no training is given, or a training has no map
   */
  public static Figure compare(HasHistory... trained) {
    if (trained.length == 0) {
      throw new IllegalArgumentException("nothing to compare: give at least one training");
    }
    Map<String, HeadHistory> histories = Named.byName(List.of(trained), HasHistory::history);
    List<HeadValues> all = new ArrayList<>();
    Map<String, HeadValues> last = new LinkedHashMap<>();
    histories.forEach(
        (name, history) -> {
          all.addAll(checked(history).maps());
          last.put(name, history.last());
        });
    HeadHistory longest =
        Collections.max(histories.values(), Comparator.comparingInt(HistoryMaps::lastStep));
    HeadQuantity quantity = longest.last().quantity();
    FigureBuilder figure =
        new FigureBuilder(
            "Head %s during training".formatted(quantity.name()),
            quantity.label() + ". Press Play or drag the slider to see earlier steps");
    HeadPanels panels = new HeadPanels(last, HeadScale.of(all));
    int columns = panels.columns();
    panels.addTo(figure, columns);
    figure.margin(64, 20, 94, 120);
    Slider slider = new Slider(figure.layout(), "step ").playable(figure.layout());
    int shown = Math.min(MOST, longest.size());
    for (int i = 0; i < shown; i++) {
      int step = longest.steps()[place(i, shown, longest.size())];
      List<HeadValues> maps = histories.values().stream().map(h -> at(h, step)).toList();
      slider.place(String.valueOf(step), panels.change(maps));
    }
    slider.startAt(shown - 1);
    StringBuilder text = new StringBuilder(figure.heading());
    last.forEach((name, map) -> text.append("%n%n%s%n%s".formatted(name, map)));
    return figure.height(panels.height(columns) + Slider.HEIGHT).build(text.toString());
  }

  private static int lastStep(HeadHistory history) {
    return history.steps()[history.size() - 1];
  }

  /** Returns the newest map up to a step, or the first map if all maps are newer. */
  private static HeadValues at(HeadHistory history, int step) {
    int at = Arrays.binarySearch(history.steps(), step);
    return history.map(Math.max(0, at >= 0 ? at : -at - 2));
  }

  /** Returns the index of the map, of n maps, at the i-th position of a slider. */
  private static int place(int i, int places, int n) {
    return places == 1 ? 0 : (int) Math.round((double) i * (n - 1) / (places - 1));
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
      int at = place(i, shown, history.size());
      slider.place(String.valueOf(history.steps()[at]), panels.change(List.of(history.map(at))));
    }
    slider.startAt(shown - 1);
  }
}
