package org.entroscope.reference;

import java.util.List;

/** Matrix products, and operations that join, slice and scale matrices. */
final class Products {
  private Products() {}

  /** Returns {@code a b}, where a is n x k and b is k x m. */
  static Matrix times(Matrix a, Matrix b) {
    b.expect(a.columns, b.columns);
    int inner = a.columns;
    double[] y = new double[a.rows * b.columns];
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < b.columns; j++) {
        for (int k = 0; k < inner; k++) {
          y[i * b.columns + j] += a.value[i * inner + k] * b.value[k * b.columns + j];
        }
      }
    }
    return a.tape.result(
        a.rows,
        b.columns,
        y,
        r -> {
          for (int i = 0; i < a.rows; i++) {
            for (int j = 0; j < b.columns; j++) {
              double g = r.gradient[i * b.columns + j];
              for (int k = 0; k < inner; k++) {
                a.gradient[i * inner + k] += g * b.value[k * b.columns + j];
                b.gradient[k * b.columns + j] += g * a.value[i * inner + k];
              }
            }
          }
        });
  }

  /** Returns {@code a b^T}, where a is n x k and b is m x k. */
  static Matrix timesTransposed(Matrix a, Matrix b) {
    b.expect(b.rows, a.columns);
    int inner = a.columns;
    double[] y = new double[a.rows * b.rows];
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < b.rows; j++) {
        for (int k = 0; k < inner; k++) {
          y[i * b.rows + j] += a.value[i * inner + k] * b.value[j * inner + k];
        }
      }
    }
    return a.tape.result(
        a.rows,
        b.rows,
        y,
        r -> {
          for (int i = 0; i < a.rows; i++) {
            for (int j = 0; j < b.rows; j++) {
              double g = r.gradient[i * b.rows + j];
              for (int k = 0; k < inner; k++) {
                a.gradient[i * inner + k] += g * b.value[j * inner + k];
                b.gradient[j * inner + k] += g * a.value[i * inner + k];
              }
            }
          }
        });
  }

  /** Returns {@code x + b}, where the row b (1 x m) is added to every row. */
  static Matrix addRow(Matrix x, Matrix b) {
    b.expect(1, x.columns);
    double[] y = new double[x.value.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x.value[i] + b.value[i % x.columns];
    }
    return x.tape.result(
        x.rows,
        x.columns,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            x.gradient[i] += r.gradient[i];
            b.gradient[i % x.columns] += r.gradient[i];
          }
        });
  }

  /** Multiplies every column j by element j of g (1 x m). */
  static Matrix scaleColumns(Matrix x, Matrix g) {
    g.expect(1, x.columns);
    return scaleBy(x, g, false);
  }

  /** Multiplies every row i by element i of g (1 x n). */
  static Matrix scaleRows(Matrix x, Matrix g) {
    g.expect(1, x.rows);
    return scaleBy(x, g, true);
  }

  private static Matrix scaleBy(Matrix x, Matrix g, boolean byRow) {
    double[] y = new double[x.value.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x.value[i] * g.value[byRow ? i / x.columns : i % x.columns];
    }
    return x.tape.result(
        x.rows,
        x.columns,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            int k = byRow ? i / x.columns : i % x.columns;
            x.gradient[i] += g.value[k] * r.gradient[i];
            g.gradient[k] += x.value[i] * r.gradient[i];
          }
        });
  }

  /** Returns the rows of a table at the given indices, in their order. */
  static Matrix rows(Matrix table, int... indices) {
    int width = table.columns;
    double[] y = new double[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(table.value, indices[i] * width, y, i * width, width);
    }
    return table.tape.result(
        indices.length,
        width,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            table.gradient[indices[i / width] * width + i % width] += r.gradient[i];
          }
        });
  }

  /** Returns {@code width} columns, starting with column {@code from}. */
  static Matrix columns(Matrix x, int from, int width) {
    double[] y = new double[x.rows * width];
    for (int i = 0; i < x.rows; i++) {
      System.arraycopy(x.value, i * x.columns + from, y, i * width, width);
    }
    return x.tape.result(
        x.rows,
        width,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            x.gradient[i / width * x.columns + from + i % width] += r.gradient[i];
          }
        });
  }

  /** Joins matrices of equal shape side by side. */
  static Matrix sideBySide(List<Matrix> parts) {
    Matrix first = parts.get(0);
    int width = first.columns;
    int total = width * parts.size();
    double[] y = new double[first.rows * total];
    for (int p = 0; p < parts.size(); p++) {
      parts.get(p).expect(first.rows, width);
      for (int i = 0; i < first.rows; i++) {
        System.arraycopy(parts.get(p).value, i * width, y, i * total + p * width, width);
      }
    }
    return first.tape.result(
        first.rows,
        total,
        y,
        r -> {
          for (int i = 0; i < y.length; i++) {
            int column = i % total;
            parts.get(column / width).gradient[i / total * width + column % width] += r.gradient[i];
          }
        });
  }

  /**
   * Returns {@code u^T x v}, 1 x 1, with constant vectors. This is the estimate of the largest
   * singular value of a matrix.
   */
  static Matrix between(double[] u, Matrix x, double[] v) {
    double y = 0;
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < x.columns; j++) {
        y += u[i] * x.value[i * x.columns + j] * v[j];
      }
    }
    return x.tape.result(
        1,
        1,
        new double[] {y},
        r -> {
          for (int i = 0; i < x.value.length; i++) {
            x.gradient[i] += u[i / x.columns] * v[i % x.columns] * r.gradient[0];
          }
        });
  }
}
