package org.entroscope.plot;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HasEntropy;
import org.entroscope.statistics.HeadValues;

/**
 * Heat maps: head entropies by layer and head with the value in each cell, as in Figure 3, and the
 * attention matrix of a single head. Layer 0 is at the top.
 *
 * <p>All panels of a figure share one range of colours, from 0 to the causal bound ln(T!)/T, so
 * that a colour means the same everywhere: yellow is as uniform as a causal head can be. If a head
 * lies above, which only attention without a causal mask can, the range ends at ln T.
 */
public final class HeatMap {

  private HeatMap() {}

  /** The entropies of one model. */
  public static Figure of(HeadValues map) {
    return of("Head entropy", map);
  }

  /** The entropies of one model, with its name as title. */
  public static Figure of(String title, HeadValues map) {
    EntropyPanels panels = new EntropyPanels(Map.of("", map));
    FigureBuilder figure = new FigureBuilder(title, subtitle(map));
    panels.addTo(figure, 1);
    return figure.height(panels.height(1)).build(title + System.lineSeparator() + map);
  }

  /** Several models side by side. */
  public static Figure compare(HasEntropy... measured) {
    return compare(HasEntropy.maps(measured));
  }

  /**
   * Several models side by side, in the map's order.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Figure compare(Map<String, HeadValues> maps) {
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare: give at least one model");
    }
    Map<String, HeadValues> ordered = new LinkedHashMap<>(maps);
    EntropyPanels panels = new EntropyPanels(ordered);
    int columns = panels.columns();
    FigureBuilder figure = new FigureBuilder("Head entropy", subtitle(ordered));
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
    return AttentionMatrix.figure(attention, title);
  }

  private static String subtitle(Map<String, HeadValues> maps) {
    return maps.values().stream().map(HeadValues::context).distinct().count() == 1
        ? subtitle(maps.values().iterator().next())
        : "mean over queries, in nats; the models differ in T";
  }

  private static String subtitle(HeadValues map) {
    return String.format(
        Locale.ROOT,
        "mean over queries, in nats; T = %d, causal bound ln(T!)/T = %.2f, ln T = %.2f",
        map.context(),
        EntropyBound.causal(map.context()),
        EntropyBound.maximum(map.context()));
  }
}
