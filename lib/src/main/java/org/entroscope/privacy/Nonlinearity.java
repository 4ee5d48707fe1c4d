package org.entroscope.privacy;

/**
 * One kind of nonlinear operation in a model, counted as in the second column of Tables 3, 4, 7 and
 * 8: {@code count} operations, each on a {@code rows x columns} matrix.
 *
 * @param name the term in the notation, for example SM, LN, QKN, G, R or LReLU
 * @param count the number of such matrices in one forward pass
 * @param rows the number of rows of each matrix, the context length T
 * @param columns the number of columns of each matrix
 */
public record Nonlinearity(String name, int count, int rows, int columns) {

  /** Returns the number of input scalars of all operations of this kind. */
  public long elements() {
    return (long) count * rows * columns;
  }

  /** Returns the paper's notation, for example {@code SM:144 x R^(128x128)}. */
  @Override
  public String toString() {
    return "%s:%d x R^(%dx%d)".formatted(name, count, rows, columns);
  }
}
