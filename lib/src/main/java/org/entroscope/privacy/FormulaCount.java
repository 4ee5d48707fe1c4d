package org.entroscope.privacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Arithmetic;
import org.entroscope.architecture.AttentionNonlinearity;

/**
 * Counts the expensive operations in the formula of a component by evaluating it with dummy
 * numbers.
 */
final class FormulaCount implements Arithmetic<Object> {

  private static final Object NUMBER = new Object();

  private int comparisons;
  private int smoothRelus;
  private int softmaxed;

  private FormulaCount() {}

  /**
   * Counts the operations on one element. Without an activation, there are none.
   *
   * @throws UnsupportedOperationException if the component has no formula
   */
  static FormulaCount of(Activation activation) {
    FormulaCount count = new FormulaCount();
    if (activation != null) {
      activation.formula(NUMBER, count);
    }
    return count;
  }

  /**
   * Counts the operations on the scores of one query.
   *
   * @throws UnsupportedOperationException if the component has no formula
   */
  static FormulaCount of(AttentionNonlinearity nonlinearity, int keys) {
    FormulaCount count = new FormulaCount();
    nonlinearity.formula(new ArrayList<>(Collections.nCopies(keys, NUMBER)), count);
    return count;
  }

  /** Returns how many numbers ReLUs compare with zero. */
  int comparisons() {
    return comparisons;
  }

  /** Returns how many numbers are inputs of a function like GELU. */
  int smoothRelus() {
    return smoothRelus;
  }

  /** Returns how many numbers are inputs of a softmax. */
  int softmaxed() {
    return softmaxed;
  }

  @Override
  public Object constant(double value) {
    return NUMBER;
  }

  @Override
  public Object add(Object a, Object b) {
    return NUMBER;
  }

  @Override
  public Object subtract(Object a, Object b) {
    return NUMBER;
  }

  @Override
  public Object multiply(Object a, Object b) {
    return NUMBER;
  }

  @Override
  public Object multiply(double a, Object b) {
    return NUMBER;
  }

  @Override
  public Object relu(Object x) {
    comparisons++;
    return NUMBER;
  }

  @Override
  public Object smoothRelu(Object x, DoubleUnaryOperator function) {
    smoothRelus++;
    return NUMBER;
  }

  @Override
  public List<Object> softmax(List<Object> x) {
    softmaxed += x.size();
    return new ArrayList<>(x);
  }

  @Override
  public Object learned(String name) {
    return NUMBER;
  }
}
