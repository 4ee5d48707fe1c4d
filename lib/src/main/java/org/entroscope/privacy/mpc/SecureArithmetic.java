package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.framework.value.SInt;
import dk.alexandra.fresco.lib.fixed.AdvancedFixedNumeric;
import dk.alexandra.fresco.lib.fixed.FixedNumeric;
import dk.alexandra.fresco.lib.fixed.SFixed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.entroscope.architecture.Arithmetic;

/**
 * Evaluates the formulas of components on shared numbers, one protocol after another.
 *
 * @param seq the builder that receives the protocols in order
 * @param parameters a function that returns the shared parameters by their names
 */
record SecureArithmetic(ProtocolBuilderNumeric seq, Function<String, DRes<SFixed>> parameters)
    implements Arithmetic<DRes<SFixed>> {

  /** Outside [-4, 4], a smooth ReLU differs from ReLU by at most 2e-4. */
  private static final double EDGE = 4;

  /**
   * The polynomials by function. A component's function is the same object at each call, so only a
   * few are kept.
   */
  private static final Map<DoubleUnaryOperator, double[]> POLYNOMIALS = new ConcurrentHashMap<>();

  private static final int MOST_POLYNOMIALS = 64;

  @Override
  public DRes<SFixed> constant(double value) {
    return FixedNumeric.using(seq).known(value);
  }

  @Override
  public DRes<SFixed> add(DRes<SFixed> a, DRes<SFixed> b) {
    return FixedNumeric.using(seq).add(a, b);
  }

  @Override
  public DRes<SFixed> subtract(DRes<SFixed> a, DRes<SFixed> b) {
    return FixedNumeric.using(seq).sub(a, b);
  }

  @Override
  public DRes<SFixed> multiply(DRes<SFixed> a, DRes<SFixed> b) {
    return FixedNumeric.using(seq).mult(a, b);
  }

  @Override
  public DRes<SFixed> multiply(double a, DRes<SFixed> b) {
    return FixedNumeric.using(seq).mult(a, b);
  }

  /** Computes a ReLU with one comparison and one product. */
  @Override
  public DRes<SFixed> relu(DRes<SFixed> x) {
    return SecureMath.select(seq, SecureMath.atLeast(seq, 0, x), x);
  }

  /** Computes a smooth ReLU with two comparisons and a polynomial between the two thresholds. */
  @Override
  public DRes<SFixed> smoothRelu(DRes<SFixed> x, DoubleUnaryOperator function) {
    FixedNumeric fixed = FixedNumeric.using(seq);
    DRes<SInt> aboveLower = SecureMath.atLeast(seq, -EDGE, x);
    DRes<SInt> aboveUpper = SecureMath.atLeast(seq, EDGE, x);
    DRes<SInt> inside = seq.numeric().sub(aboveLower, aboveUpper);
    DRes<SFixed> bounded = SecureMath.select(seq, inside, x);
    DRes<SFixed> quarter = fixed.mult(1 / EDGE, bounded);
    DRes<SFixed> u = fixed.mult(quarter, quarter);
    DRes<SFixed> even =
        fixed.mult(
            u, AdvancedFixedNumeric.using(seq).polynomialEvalutation(u, polynomial(function)));
    DRes<SFixed> middle = fixed.add(even, fixed.mult(0.5, bounded));
    return fixed.add(middle, SecureMath.select(seq, aboveUpper, x));
  }

  /**
   * Returns a polynomial for {@code h(x) / u} with {@code h(x) = f(x) - x/2}, which is even, and
   * {@code u = (x/4)^2}. For GELU, the error of the polynomial of degree 7 in u is less than 2e-4.
   */
  private static double[] polynomial(DoubleUnaryOperator function) {
    if (POLYNOMIALS.size() > MOST_POLYNOMIALS) {
      POLYNOMIALS.clear();
    }
    return POLYNOMIALS.computeIfAbsent(
        function,
        f ->
            Chebyshev.fit(
                u -> {
                  double x = EDGE * Math.sqrt(u);
                  return (f.applyAsDouble(x) - x / 2) / u;
                },
                0,
                1,
                7));
  }

  @Override
  public List<DRes<SFixed>> softmax(List<DRes<SFixed>> x) {
    DRes<List<DRes<SFixed>>> weights = seq.seq(inner -> SecureLayers.softmax(inner, x));
    List<DRes<SFixed>> each = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      int index = i;
      each.add(() -> weights.out().get(index).out()); // known after the previous protocols have run
    }
    return each;
  }

  @Override
  public DRes<SFixed> learned(String name) {
    return parameters.apply(name);
  }
}
