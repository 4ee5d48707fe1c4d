package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.framework.value.SInt;
import dk.alexandra.fresco.lib.fixed.AdvancedFixedNumeric;
import dk.alexandra.fresco.lib.fixed.FixedNumeric;
import dk.alexandra.fresco.lib.fixed.SFixed;
import org.entroscope.privacy.PlainModel;

/** The activations of Table 1 on shared numbers. */
final class SecureActivation {

  /** Outside of [-4, 4], GELU is ReLU up to 1.3e-4. */
  private static final double GELU_EDGE = 4;

  /**
   * {@code h(x) / u} with {@code h(x) = GELU(x) - x/2}, which is even, and {@code u = (x/4)^2}: the
   * polynomial of degree 7 in u is off by less than 2e-4.
   */
  private static final double[] GELU =
      Chebyshev.fit(
          u -> {
            double x = GELU_EDGE * Math.sqrt(u);
            return (PlainModel.gelu(x) - x / 2) / u;
          },
          0,
          1,
          7);

  private SecureActivation() {}

  /** {@code max(x, 0)}: one comparison and one product. */
  static DRes<SFixed> relu(ProtocolBuilderNumeric seq, DRes<SFixed> x) {
    return SecureMath.select(seq, SecureMath.atLeast(seq, 0, x), x);
  }

  /** {@code x} above zero, {@code slope x} below, with a slope that both parties know. */
  static DRes<SFixed> leaky(ProtocolBuilderNumeric seq, DRes<SFixed> x, double slope) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    return fixed.add(fixed.mult(1 - slope, relu(seq, x)), fixed.mult(slope, x));
  }

  /** The same with a slope that is shared. */
  static DRes<SFixed> leaky(ProtocolBuilderNumeric seq, DRes<SFixed> x, DRes<SFixed> slope) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    DRes<SFixed> positive = relu(seq, x);
    return fixed.add(positive, fixed.mult(slope, fixed.sub(x, positive)));
  }

  /** GELU: two comparisons, and a polynomial in between. */
  static DRes<SFixed> gelu(ProtocolBuilderNumeric seq, DRes<SFixed> x) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    DRes<SInt> aboveLower = SecureMath.atLeast(seq, -GELU_EDGE, x);
    DRes<SInt> aboveUpper = SecureMath.atLeast(seq, GELU_EDGE, x);
    DRes<SInt> inside = seq.numeric().sub(aboveLower, aboveUpper);
    DRes<SFixed> bounded = SecureMath.select(seq, inside, x);
    DRes<SFixed> quarter = fixed.mult(1 / GELU_EDGE, bounded);
    DRes<SFixed> u = fixed.mult(quarter, quarter);
    DRes<SFixed> even =
        fixed.mult(u, AdvancedFixedNumeric.using(seq).polynomialEvalutation(u, GELU));
    DRes<SFixed> middle = fixed.add(even, fixed.mult(0.5, bounded));
    return fixed.add(middle, SecureMath.select(seq, aboveUpper, x));
  }
}
