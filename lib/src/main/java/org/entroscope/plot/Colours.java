package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/** Colours that colour-blind readers can tell apart, on white and on black. */
final class Colours {

  /** Matplotlib's plasma at equal distances. Its lightness increases monotonically. */
  private static final int[] PLASMA = {
    0x0d0887, 0x41049d, 0x6a00a8, 0x8f0da4, 0xb12a90, 0xcc4778, 0xe16462, 0xf2844b, 0xfca636,
    0xfcce25, 0xf0f921
  };

  /** Matplotlib's viridis at equal distances. It is the colour scale of entropies. */
  private static final int[] VIRIDIS = {
    0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151,
    0xbddf26, 0xfde725
  };

  /** The part of plasma that is used, because its ends are invisible on a dark or a white page. */
  private static final double DARKEST = 0.39;

  private static final double LIGHTEST = 0.78;

  /** Okabe and Ito's colours without black and yellow. */
  private static final List<String> NAMED =
      List.of("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#999999");

  /** The colour of text on the page's own background, light or dark. */
  static final String MUTED = "#808890";

  /** The colour of lines in the background, on light and dark pages. */
  static final String FAINT = "#8a919966";

  private Colours() {}

  /** Returns the colour of the i-th of n things that have an order, such as layers. */
  static String ordered(int i, int n) {
    double place = n < 2 ? 0.5 : (double) i / (n - 1);
    return hex(between(PLASMA, DARKEST + place * (LIGHTEST - DARKEST)));
  }

  /**
   * Returns the colour scale of entropies in Plotly's format: positions from 0 to 1 and their
   * colours.
   *
   * @param power 1 for entropies; a larger number gives small values a larger part of the colours
   */
  static ArrayNode scale(double power) {
    ArrayNode scale = Json.array();
    for (int i = 0; i < VIRIDIS.length; i++) {
      double place = Math.pow((double) i / (VIRIDIS.length - 1), power);
      scale.addArray().add(Json.number(place)).add(hex(VIRIDIS[i]));
    }
    return scale;
  }

  /** Returns the colour at a position from 0 to 1 on the colour scale of entropies. */
  static String at(double place) {
    return hex(between(VIRIDIS, Math.max(0, Math.min(1, place))));
  }

  /**
   * Returns black or white, whichever is easier to read on the colour at a position from 0 to 1.
   */
  static String textOn(double place) {
    double luminance = luminance(between(VIRIDIS, Math.max(0, Math.min(1, place))));
    // equal contrast by WCAG 2: (L + 0.05) / 0.05 = 1.05 / (L + 0.05)
    return luminance > 0.179 ? "#000000" : "#ffffff";
  }

  /** Returns the relative luminance by WCAG 2, from 0 for black to 1 for white. */
  static double luminance(int colour) {
    double[] weights = {0.0722, 0.7152, 0.2126};
    double luminance = 0;
    for (int i = 0; i < 3; i++) {
      double value = (colour >> 8 * i & 255) / 255.0;
      luminance +=
          weights[i] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
    }
    return luminance;
  }

  private static int between(int[] scale, double place) {
    double position = place * (scale.length - 1);
    int below = (int) position;
    double share = position - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double low = scale[below] >> shift & 255;
      double high = scale[Math.min(below + 1, scale.length - 1)] >> shift & 255;
      colour |= (int) Math.round(low + share * (high - low)) << shift;
    }
    return colour;
  }

  private static String hex(int colour) {
    return "#%06x".formatted(colour);
  }

  /** Returns the colour of the i-th of several things without an order, such as models. */
  static String named(int i) {
    return NAMED.get(i % NAMED.size());
  }
}
