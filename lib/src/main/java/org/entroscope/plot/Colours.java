package org.entroscope.plot;

import java.util.List;

/** Colours that colour-blind readers can tell apart, on white and on black. */
final class Colours {

  /** Matplotlib's plasma at equal distances; lightness rises all the way. */
  private static final int[] PLASMA = {
    0x0d0887, 0x41049d, 0x6a00a8, 0x8f0da4, 0xb12a90, 0xcc4778, 0xe16462, 0xf2844b, 0xfca636,
    0xfcce25, 0xf0f921
  };

  /** The ends of the scale vanish on a black or on a white page. */
  private static final double DARKEST = 0.18;

  private static final double LIGHTEST = 0.84;

  /** Okabe and Ito's colours, but for black and yellow. */
  private static final List<String> NAMED =
      List.of("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#999999");

  private Colours() {}

  /** The colour of the i-th of n things that have an order, such as layers. */
  static String ordered(int i, int n) {
    double place = n < 2 ? 0.5 : (double) i / (n - 1);
    double position = (DARKEST + place * (LIGHTEST - DARKEST)) * (PLASMA.length - 1);
    int below = (int) position;
    double share = position - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double low = PLASMA[below] >> shift & 255;
      double high = PLASMA[Math.min(below + 1, PLASMA.length - 1)] >> shift & 255;
      colour |= (int) Math.round(low + share * (high - low)) << shift;
    }
    return "#%06x".formatted(colour);
  }

  /** The colour of the i-th of several things without an order, such as models. */
  static String named(int i) {
    return NAMED.get(i % NAMED.size());
  }
}
