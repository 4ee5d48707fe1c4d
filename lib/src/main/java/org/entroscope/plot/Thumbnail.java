package org.entroscope.plot;

import java.util.List;
import java.util.Locale;
import org.entroscope.statistics.HeadValues;

/**
 * A heat map of the size of an icon, as SVG without scripts. The colours are those of {@link
 * HeatMap}.
 *
 * @param width the width in pixels
 * @param height the height in pixels
 * @param content the SVG elements; each head has a tooltip with its value
 * @param words a description of what the icon shows
 */
public record Thumbnail(int width, int height, String content, String words) {

  private static final int MOST_WIDE = 140;
  private static final int MOST_HIGH = 120;

  /** Creates the icon of a map. */
  public static Thumbnail of(HeadValues map) {
    HeadScale scale = HeadScale.of(List.of(map));
    String unit = map.quantity().unit();
    int wide = Math.max(2, Math.min(20, MOST_WIDE / map.heads()));
    int high = Math.max(2, Math.min(14, MOST_HIGH / map.layers()));
    StringBuilder content = new StringBuilder();
    for (int layer = 0; layer < map.layers(); layer++) {
      for (int head = 0; head < map.heads(); head++) {
        float value = map.at(layer, head);
        content.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\">"
                    + "<title>layer %d, head %d: %.3f%s</title></rect>",
                head * wide,
                layer * high,
                wide - 1,
                high - 1,
                Float.isFinite(value) ? Colours.at(scale.place(value)) : Colours.MUTED,
                layer,
                head,
                value,
                unit.isEmpty() ? "" : " " + Json.html(unit)));
      }
    }
    String words =
        String.format(
            Locale.ROOT,
            "Heat map of head %s, %d layers of %d heads",
            map.quantity().name(),
            map.layers(),
            map.heads());
    return new Thumbnail(wide * map.heads(), high * map.layers(), content.toString(), words);
  }
}
