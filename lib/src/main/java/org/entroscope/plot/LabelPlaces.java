package org.entroscope.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Places the names of points so that they overlap neither each other nor a point. It tries Plotly's
 * positions around a point, in the narrowest panel and in a wide one, because the width of the page
 * is not known.
 */
final class LabelPlaces {

  private static final List<String> PLACES =
      List.of(
          "top right",
          "bottom right",
          "top left",
          "bottom left",
          "middle right",
          "middle left",
          "top center",
          "bottom center");

  /** The widths of a panel to try, in pixels. */
  private static final double[] WIDTHS = {520, 1000};

  private static final double POINT = 7;

  private LabelPlaces() {}

  /**
   * Chooses a position for each name.
   *
   * @param x the x positions of the points, as shares of the panel's width from the left
   * @param y the y positions of the points, as shares of the panel's height from the bottom
   * @param bars the ends of the points' bars, two per point, as shares of the panel's width
   * @param names the names beside the points; an empty name needs no room
   * @param height the height of the panel in pixels
   * @param size the font size in pixels
   * @return Plotly's text positions
   */
  static List<String> of(
      double[] x, double[] y, double[] bars, List<String> names, double height, double size) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String best = PLACES.get(0);
      double least = Double.POSITIVE_INFINITY;
      for (String place : PLACES) {
        double cost = 0;
        for (double width : WIDTHS) {
          cost += cost(x, y, bars, names, chosen, i, place, width, height, size);
        }
        if (cost < least) {
          least = cost;
          best = place;
        }
      }
      chosen.add(best);
    }
    return chosen;
  }

  private static double cost(
      double[] x,
      double[] y,
      double[] bars,
      List<String> names,
      List<String> chosen,
      int i,
      String place,
      double width,
      double height,
      double size) {
    double[] box = box(x[i] * width, y[i] * height, names.get(i), place, size);
    double outside =
        Math.max(0, -box[0]) + Math.max(0, box[2] - width) + Math.max(0, box[3] - height - 8);
    double cost = 100 * outside;
    for (int other = 0; other < names.size(); other++) {
      double px = x[other] * width;
      double py = y[other] * height;
      double[] point = {px - POINT, py - POINT, px + POINT, py + POINT};
      double[] bar = {bars[2 * other] * width, py - 3, bars[2 * other + 1] * width, py + 3};
      cost += (other == i ? 0 : 20 * overlap(box, point)) + 4 * overlap(box, bar);
      if (other < chosen.size() && !names.get(other).isEmpty()) {
        cost += 20 * overlap(box, box(px, py, names.get(other), chosen.get(other), size));
      }
    }
    return cost;
  }

  /** Returns the left, lower, right and upper edge of a name. */
  private static double[] box(double x, double y, String name, String place, double size) {
    double width = SvgText.width(name, size);
    double left =
        place.endsWith("right")
            ? x + POINT
            : place.endsWith("left") ? x - POINT - width : x - width / 2;
    double lower =
        place.startsWith("top")
            ? y + POINT - 2
            : place.startsWith("bottom") ? y - POINT - size : y - size / 2;
    return new double[] {left, lower, left + width, lower + 1.2 * size};
  }

  private static double overlap(double[] a, double[] b) {
    double across = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
    double upwards = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    return across > 0 && upwards > 0 ? across * upwards : 0;
  }
}
