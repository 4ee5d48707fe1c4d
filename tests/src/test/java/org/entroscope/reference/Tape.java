package org.entroscope.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The record of a computation for reverse-mode differentiation. Every operation adds a step that
 * passes the gradient of its result to its operands, and {@link #backward} runs the steps in
 * reverse order.
 */
final class Tape {
  private final List<Runnable> steps = new ArrayList<>();

  /**
   * Creates an input, which is a parameter or a constant. Its elements are read but never written.
   */
  Matrix input(int rows, int columns, double... value) {
    return new Matrix(this, rows, columns, value);
  }

  /**
   * Creates the result of an operation.
   *
   * @param backward reads the gradient of the result and adds to the gradients of the operands
   */
  Matrix result(int rows, int columns, double[] value, Consumer<Matrix> backward) {
    Matrix result = new Matrix(this, rows, columns, value);
    steps.add(() -> backward.accept(result));
    return result;
  }

  /**
   * Computes the derivative of a 1 x 1 matrix by every matrix of this tape and stores it in the
   * gradient of that matrix.
   */
  void backward(Matrix scalar) {
    scalar.expect(1, 1);
    scalar.gradient[0] = 1;
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).run();
    }
  }
}
