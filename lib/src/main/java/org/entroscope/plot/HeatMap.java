package org.entroscope.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Named;
import org.entroscope.statistics.HasEntropy;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadValues;

/**
 * Heat maps: head entropies, or another recorded statistic, by layer and head with the value in
 * each cell, as in Figure 3, and the attention matrix of a single head. Layer 0 is at the top.
 *
 * <p>All panels of a figure share one range of colours, from the lower to the upper bound of the
 * statistic, so that a colour means the same everywhere: for entropies from 0 to the causal bound
 * ln(T!)/T, where yellow is as uniform as a causal head can be. A statistic without a bound has the
 * range of its values. If a head lies above the bound, which entropies only do without a causal
 * mask, the range ends at ln T, or at the largest value of another statistic.
 */
public final class HeatMap {

  private HeatMap() {}

  /** The values of one model. */
  public static Figure of(HeadValues map) {
    return of("Head " + map.quantity().name(), map);
  }

  /** The values of one model, with its name as title. */
  public static Figure of(String title, HeadValues map) {
    HeadPanels panels = new HeadPanels(Map.of("", map));
    FigureBuilder figure = new FigureBuilder(title, subtitle(map));
    panels.addTo(figure, 1);
    return figure.height(panels.height(1)).build(title + System.lineSeparator() + map);
  }

  /**
   * The newest entropies of a training.
   *
   * @throws IllegalStateException if not one step was made
   */
  public static Figure of(HasHistory trained) {
    return of(trained.name(), trained.entropy());
  }

  /**
   * The newest values of a statistic that a training recorded, such as {@code "sink mass"}.
   *
   * @throws IllegalArgumentException if it was not recorded; the message says what was
   */
  public static Figure of(HasHistory trained, String statistic) {
    return of(trained.name(), trained.heads(statistic));
  }

  /** The entropies of several models side by side. */
  public static Figure compare(HasEntropy... measured) {
    return compare(HasEntropy.maps(measured));
  }

  /**
   * A statistic of several trainings side by side.
   *
   * @throws IllegalArgumentException if one of them did not record it
   */
  public static Figure compare(String statistic, HasHistory... trained) {
    return compare(statistic, List.of(trained));
  }

  /** {@link #compare(String, HasHistory...)} of a sweep's {@code runs()}, for example. */
  public static Figure compare(String statistic, List<? extends HasHistory> trained) {
    return compare(Named.byName(trained, each -> each.heads(statistic)));
  }

  /**
   * Several models side by side, in the map's order.
   *
   * @throws IllegalArgumentException if there is none, or they do not show the same statistic
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
   * The attention matrix of one head: a row a query, a column a key. Zeros above the diagonal are
   * the causal mask and stay empty.
   *
   * @param attention T x T probabilities
   * @param title shown above, for example "layer 3, head 1"
   * @throws IllegalArgumentException if the rows differ in length
   */
  public static Figure attention(float[][] attention, String title) {
    return AttentionMatrix.figure(attention, title, List.of());
  }

  /**
   * The attention matrix of one head, with the characters of the text at its axes.
   *
   * @param attention T x T probabilities
   * @param title shown above, for example "layer 3, head 1"
   * @param text of T characters, for models of bytes or characters
   * @throws IllegalArgumentException if the text has another length than the attention
   */
  public static Figure attention(float[][] attention, String title, String text) {
    List<String> characters = text.codePoints().mapToObj(HeatMap::visible).toList();
    return AttentionMatrix.figure(attention, title, characters);
  }

  private static String visible(int character) {
    return switch (character) {
      case ' ' -> "\u2423";
      case '\n' -> "\u21b5";
      case '\t' -> "\u21e5";
      default -> Character.toString(character);
    };
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
