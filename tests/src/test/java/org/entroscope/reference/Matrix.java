package org.entroscope.reference;

/**
 * A matrix that was computed on a tape, with the gradient that {@link Tape#backward} leaves in it.
 * A vector is a matrix of one row, a number a matrix of one element.
 */
final class Matrix {
  final Tape tape;
  final int rows;
  final int columns;

  /** The elements, row by row. */
  final double[] value;

  /** What {@link Tape#backward} adds up: the derivative of its argument by each element. */
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

  /** The one element of a 1 x 1 matrix. */
  double scalar() {
    expect(1, 1);
    return value[0];
  }

  /** Refuses another shape than this. */
  void expect(int wantedRows, int wantedColumns) {
    if (rows != wantedRows || columns != wantedColumns) {
      throw new IllegalArgumentException(
          "expected a %d x %d matrix, not %d x %d"
              .formatted(wantedRows, wantedColumns, rows, columns));
    }
  }
}
