package org.entroscope.architecture;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The operations of private inference, on plain numbers or on secret shares. If a component writes
 * its formula in these operations, the formula can be tested against the DJL computation, run by
 * two parties, and its cost can be computed: {@link #relu}, {@link #smoothRelu} and {@link
 * #softmax} are the operations that cost communication.
 *
 * @param <T> the type of the numbers
 */
public interface Arithmetic<T> {

  T constant(double value);

  T add(T a, T b);

  T subtract(T a, T b);

  T multiply(T a, T b);

  T multiply(double a, T b);

  /** Returns {@code max(x, 0)}, which takes one comparison. */
  T relu(T x);

  /**
   * Applies a function like GELU, which is x/2 plus an even function and differs from ReLU by at
   * most 2e-4 outside [-4, 4]. Two parties evaluate it with two comparisons and a polynomial.
   *
   * @param function the function that computes its exact values
   */
  T smoothRelu(T x, DoubleUnaryOperator function);

  /** Returns {@code exp(x_i) / sum_j exp(x_j)}. */
  List<T> softmax(List<T> x);

  /** Returns a learned parameter of one element by its name. */
  T learned(String name);
}
