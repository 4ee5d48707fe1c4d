package org.entroscope.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Named;
import org.entroscope.statistics.HasEntropy;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadValues;

/**
 * Draws heat maps: the entropies of heads, or another recorded statistic, by layer and head with
 * the value in each cell (Figure 3), and the attention matrix of a single head. Layer 0 is at the
 * top.
 *
 * <p>All panels of a figure share one range of colours, from the lower to the upper bound of the
 * statistic, so that a colour means the same everywhere. For entropies, this is the range from 0 to
 * the causal bound ln(T!)/T; a yellow head is as uniform as a causal head can be. A statistic
 * without a bound has the range of its values. If a head is above the bound, the range ends at the
 * largest value. For entropies, this happens only without a causal mask, and the range ends at ln
 * T.
 */
public final class HeatMap {

  private HeatMap() {}

  /** Draws the values of one model. */
  public static Figure of(HeadValues map) {
    return of("Head " + map.quantity().name(), map);
  }

  /** Draws the values of one model with a title, for example its name. */
  public static Figure of(String title, HeadValues map) {
    HeadPanels panels = new HeadPanels(Map.of("", map));
    FigureBuilder figure = new FigureBuilder(title, subtitle(map));
    panels.addTo(figure, 1);
    return figure.height(panels.height(1)).build(title + System.lineSeparator() + map);
  }

  /**
   * Draws the newest entropies of a training.
   *
   * @throws IllegalStateException before the first step of the training
   */
  public static Figure of(HasHistory trained) {
    return of(trained.name(), trained.entropy());
  }

  /**
   * Draws the newest values of a statistic that a training recorded, such as {@code "sink mass"}.
   *
   * @throws IllegalArgumentException if it was not recorded; the message lists the recorded
   *     statistics
   */
  public static Figure of(HasHistory trained, String statistic) {
    return of(trained.name(), trained.heads(statistic));
  }

  /** Draws the entropies of several models side by side. */
  public static Figure compare(HasEntropy... measured) {
    return compare(HasEntropy.maps(measured));
  }

  /**
   * Draws a statistic of several trainings side by side.
   *
   * @throws IllegalArgumentException if a training did not record the statistic
   */
  public static Figure compare(String statistic, HasHistory... trained) {
    return compare(statistic, List.of(trained));
  }

  /**
   * Draws a statistic of several trainings side by side, for example of a sweep's {@code runs()}.
   */
  public static Figure compare(String statistic, List<? extends HasHistory> trained) {
    return compare(Named.byName(trained, each -> each.heads(statistic)));
  }

  /**
   * Draws several models side by side, in the order of the map.
   *
   * @throws IllegalArgumentException if the map is empty or the models show different statistics
   */
  public static Figure compare(Map<String, HeadValues> maps) {
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare: give at least one model");
    }
    Map<String, HeadValues> ordered = new LinkedHashMap<>(maps);
    HeadPanels panels = new HeadPanels(ordered);
    int columns = panels.columns();
    String title = "Head " + ordered.values().iterator().next().quantity().name();
    FigureBuilder figure = new FigureBuilder(title, subtitle(ordered));
    panels.addTo(figure, columns);
    StringBuilder text = new StringBuilder();
    ordered.forEach(
        (name, map) ->
            text.append(text.isEmpty() ? "" : "%n%n".formatted())
                .append(name)
                .append(System.lineSeparator())
                .append(map));
    return figure.height(panels.height(columns)).build(text.toString());
  }

  /**
   * Draws the attention matrix of one head, with one row per query and one column per key. Zeros
   * above the diagonal are the causal mask and stay empty.
   *
   * @param attention T x T probabilities
   * @param title the title above the figure, for example "layer 3, head 1"
   * @throws IllegalArgumentException if the rows differ in length
   */
  public static Figure attention(float[][] attention, String title) {
    return AttentionMatrix.figure(attention, title, List.of());
  }

  /**
   * Draws the attention matrix of one head, with the characters of the text at its axes.
   *
   * @param attention T x T probabilities
   * @param title the title above the figure, for example "layer 3, head 1"
   * @param text a text of T characters, for models whose tokens are bytes or characters
   * @throws IllegalArgumentException if the length of the text differs from T
   */
  public static Figure attention(float[][] attention, String title, String text) {
    List<String> characters = text.codePoints().mapToObj(Character::toString).toList();
    return AttentionMatrix.figure(attention, title, TokenText.visible(characters));
  }

  private static String subtitle(Map<String, HeadValues> maps) {
    HeadValues first = maps.values().iterator().next();
    return maps.values().stream().map(HeadValues::context).distinct().count() == 1
        ? subtitle(first)
        : first.quantity().label() + "; the models differ in T";
  }

  private static String subtitle(HeadValues map) {
    return map.quantity().label() + "; " + map.quantity().bounds(map.context());
  }
}
