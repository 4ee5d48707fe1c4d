package org.entroscope.reference;

/**
 * A matrix that was computed on a tape, with the gradient that {@link Tape#backward} stores in it.
 * A vector is a matrix with one row, and a number is a matrix with one element.
 */
final class Matrix {
  final Tape tape;
  final int rows;
  final int columns;

  /** The elements, row by row. */
  final double[] value;

  /** The sum computed by {@link Tape#backward}: the derivative of its argument by each element. */
  final double[] gradient;

  Matrix(Tape tape, int rows, int columns, double[] value) {
    if (value.length != rows * columns) {
      throw new IllegalArgumentException(
          "%d x %d matrix cannot hold %d elements".formatted(rows, columns, value.length));
    }
    this.tape = tape;
    this.rows = rows;
    this.columns = columns;
    this.value = value;
    this.gradient = new double[value.length];
  }

  /** Returns the single element of a 1 x 1 matrix. */
  double scalar() {
    expect(1, 1);
    return value[0];
  }

  /** Checks that the matrix has this shape. */
  void expect(int wantedRows, int wantedColumns) {
    if (rows != wantedRows || columns != wantedColumns) {
      throw new IllegalArgumentException(
          "expected a %d x %d matrix, not %d x %d"
              .formatted(wantedRows, wantedColumns, rows, columns));
    }
  }
}
