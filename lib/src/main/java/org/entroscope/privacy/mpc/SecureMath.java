package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.framework.value.SInt;
import dk.alexandra.fresco.lib.fixed.AdvancedFixedNumeric;
import dk.alexandra.fresco.lib.fixed.FixedNumeric;
import dk.alexandra.fresco.lib.fixed.SFixed;
import dk.alexandra.fresco.lib.fixed.utils.MultiplyWithSInt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Computes functions of shared fixed-point numbers. Each method takes a sequential builder, whose
 * operations run one after another.
 */
final class SecureMath {

  /** Below this, {@link #expOfNegative} is zero; {@code e^-12 = 6e-6}. */
  static final double EXP_FLOOR = -12;

  private static final int EXP_SQUARINGS = 4;

  /** A polynomial for {@code e^u} on [-12/16, 0] with an error of less than 1e-6. */
  private static final double[] EXP =
      Chebyshev.fit(Math::exp, EXP_FLOOR / (1 << EXP_SQUARINGS), 0, 5);

  /** The largest argument of {@link #inverseRoot}, and the reciprocal of the smallest. */
  static final double ROOT_RANGE = 4096;

  private static final double ROOT_START = 4;
  private static final int ROOT_STEPS = 9;

  private SecureMath() {}

  /** Applies a function to all entries in parallel. */
  static DRes<List<DRes<SFixed>>> map(
      ProtocolBuilderNumeric builder,
      List<DRes<SFixed>> entries,
      BiFunction<ProtocolBuilderNumeric, DRes<SFixed>, DRes<SFixed>> function) {
    return builder.par(
        par -> {
          List<DRes<SFixed>> out = new ArrayList<>();
          for (DRes<SFixed> entry : entries) {
            out.add(par.seq(seq -> function.apply(seq, entry)));
          }
          return () -> out;
        });
  }

  /** Returns a number times a shared bit, a product without truncation. */
  static DRes<SFixed> select(ProtocolBuilderNumeric seq, DRes<SInt> bit, DRes<SFixed> x) {
    return new MultiplyWithSInt(x, bit).buildComputation(seq);
  }

  /** Returns the bit {@code threshold <= x}. */
  static DRes<SInt> atLeast(ProtocolBuilderNumeric seq, double threshold, DRes<SFixed> x) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    return fixed.leq(fixed.known(threshold), x);
  }

  /** Returns the largest entry by comparisons in a tree. */
  static DRes<SFixed> max(ProtocolBuilderNumeric builder, List<DRes<SFixed>> entries) {
    return builder
        .seq(seq -> () -> entries)
        .whileLoop(
            left -> left.size() > 1,
            (seq, left) ->
                seq.par(
                    par -> {
                      List<DRes<SFixed>> winners = new ArrayList<>();
                      for (int i = 0; i + 1 < left.size(); i += 2) {
                        DRes<SFixed> x = left.get(i);
                        DRes<SFixed> y = left.get(i + 1);
                        winners.add(par.seq(pair -> larger(pair, x, y)));
                      }
                      if (left.size() % 2 == 1) {
                        winners.add(left.get(left.size() - 1));
                      }
                      return () -> winners;
                    }))
        .seq((seq, left) -> left.get(0));
  }

  private static DRes<SFixed> larger(ProtocolBuilderNumeric seq, DRes<SFixed> x, DRes<SFixed> y) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    DRes<SInt> first = fixed.leq(y, x);
    return fixed.add(y, select(seq, first, fixed.sub(x, y)));
  }

  /**
   * Returns {@code e^x} for x up to zero: a polynomial of x/16, squared four times, and zero below
   * {@link #EXP_FLOOR}.
   */
  static DRes<SFixed> expOfNegative(ProtocolBuilderNumeric seq, DRes<SFixed> x) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    DRes<SInt> inside = atLeast(seq, EXP_FLOOR, x);
    DRes<SFixed> bounded = select(seq, inside, x);
    DRes<SFixed> small = fixed.mult(1.0 / (1 << EXP_SQUARINGS), bounded);
    DRes<SFixed> y = AdvancedFixedNumeric.using(seq).polynomialEvalutation(small, EXP);
    for (int i = 0; i < EXP_SQUARINGS; i++) {
      y = fixed.mult(y, y);
    }
    return select(seq, inside, y);
  }

  /**
   * Returns {@code 1/x} for x in [1, largest] by Newton's iteration from the best linear start.
   * Because the range is known, no bitwise normalisation is needed.
   */
  static DRes<SFixed> reciprocal(ProtocolBuilderNumeric seq, DRes<SFixed> x, int largest) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    double least = 1.0 / largest;
    DRes<SFixed> r = fixed.mult(least, x); // in [1/largest, 1]
    double slope = 2 / (least + (1 + least) * (1 + least) / 4);
    DRes<SFixed> y = fixed.mult(slope, fixed.sub(1 + least, r));
    double error = 1 - slope * least;
    while (error > 1e-6) {
      y = fixed.mult(y, fixed.sub(2, fixed.mult(r, y)));
      error *= error;
    }
    return fixed.mult(least, y);
  }

  /**
   * Returns {@code 1/sqrt(x)} for x in [2^-12, 2^12] by Newton's iteration. One comparison scales x
   * below one. The start is a parabola within the range of convergence. The last step uses x
   * itself, because the scaled value has lost precision.
   */
  static DRes<SFixed> inverseRoot(ProtocolBuilderNumeric seq, DRes<SFixed> x) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    DRes<SInt> large = atLeast(seq, 1, x);
    DRes<SFixed> shrunk = fixed.sub(x, fixed.mult(1.0 / ROOT_RANGE, x));
    DRes<SFixed> small = fixed.sub(x, select(seq, large, shrunk)); // in [1/4096, 1]
    DRes<SFixed> left = fixed.sub(1, small);
    DRes<SFixed> y = fixed.add(1, fixed.mult(ROOT_START, fixed.mult(left, left)));
    for (int i = 0; i < ROOT_STEPS; i++) {
      y = newton(fixed, small, y);
    }
    double shift = 1 - 1 / Math.sqrt(ROOT_RANGE);
    y = fixed.sub(y, select(seq, large, fixed.mult(shift, y)));
    return newton(fixed, x, y);
  }

  /**
   * Returns {@code y (3 - x y^2) / 2}. It computes x times y first, which keeps every product
   * small.
   */
  private static DRes<SFixed> newton(FixedNumeric fixed, DRes<SFixed> x, DRes<SFixed> y) {
    DRes<SFixed> xy = fixed.mult(x, y);
    return fixed.mult(y, fixed.sub(1.5, fixed.mult(0.5, fixed.mult(xy, y))));
  }
}
