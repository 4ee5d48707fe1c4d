package org.entroscope.privacy;

/**
 * One kind of nonlinear operation in a model, as the second column of Tables 3, 4, 7 and 8 counts
 * it: {@code count} operations, each on a {@code rows x columns} matrix.
 *
 * @param name the term in the notation: SM, LN, QKN, G, R or LReLU, for example
 * @param count how many such matrices one forward pass has
 * @param rows rows of each, the context length T
 * @param columns columns of each
 */
public record Nonlinearity(String name, int count, int rows, int columns) {

  /** Scalars that all operations of this kind take in together. */
  public long elements() {
    return (long) count * rows * columns;
  }

  /** The paper's notation, {@code SM:144 x R^(128x128)} for example. */
  @Override
  public String toString() {
    return "%s:%d x R^(%dx%d)".formatted(name, count, rows, columns);
  }
}
