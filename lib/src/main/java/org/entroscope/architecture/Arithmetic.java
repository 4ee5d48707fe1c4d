package org.entroscope.architecture;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The operations that private inference has, on plain numbers or on secret shares. A component that
 * writes its formula in them can be tested against its DJL computation, run by two parties, and
 * billed: {@link #relu}, {@link #smoothRelu} and {@link #softmax} are what costs bytes.
 *
 * @param <T> a number
 */
public interface Arithmetic<T> {

  T constant(double value);

  T add(T a, T b);

  T subtract(T a, T b);

  T multiply(T a, T b);

  T multiply(double a, T b);

  /** {@code max(x, 0)}: one comparison. */
  T relu(T x);

  /**
   * A function like GELU: x/2 plus an even function, and within 2e-4 of ReLU outside [-4, 4]. Two
   * parties evaluate it by two comparisons and a polynomial.
   *
   * @param function its exact values
   */
  T smoothRelu(T x, DoubleUnaryOperator function);

  /** {@code exp(x_i) / sum_j exp(x_j)}. */
  List<T> softmax(List<T> x);

  /** A learned parameter of one element, by its name. */
  T learned(String name);
}
