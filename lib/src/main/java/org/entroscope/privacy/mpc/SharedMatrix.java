package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.lib.fixed.FixedNumeric;
import dk.alexandra.fresco.lib.fixed.SFixed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A matrix of shared fixed-point numbers. Rows may differ in length: row i of causal scores has i+1
 * entries.
 *
 * @param rows the shares of each row
 */
record SharedMatrix(List<List<DRes<SFixed>>> rows) {

  /** A function of a row. */
  interface RowFunction {
    DRes<List<DRes<SFixed>>> apply(ProtocolBuilderNumeric builder, int i, List<DRes<SFixed>> row);
  }

  List<DRes<SFixed>> row(int i) {
    return rows.get(i);
  }

  int height() {
    return rows.size();
  }

  int width() {
    return rows.get(0).size();
  }

  /** Returns the columns {@code from} (inclusive) to {@code to} (exclusive). */
  SharedMatrix columns(int from, int to) {
    return new SharedMatrix(rows.stream().map(row -> row.subList(from, to)).toList());
  }

  SharedMatrix transposed() {
    List<List<DRes<SFixed>>> turned = new ArrayList<>();
    for (int c = 0; c < width(); c++) {
      int column = c;
      turned.add(rows.stream().map(row -> row.get(column)).toList());
    }
    return new SharedMatrix(turned);
  }

  /** Shares a matrix of one party; the other party passes null and the public sizes. */
  static Function<ProtocolBuilderNumeric, DRes<SharedMatrix>> input(
      double[][] values, int height, int width, Role owner) {
    return builder ->
        builder.par(
            par -> {
              List<List<DRes<SFixed>>> rows = new ArrayList<>();
              for (int i = 0; i < height; i++) {
                List<DRes<SFixed>> row = new ArrayList<>();
                for (int c = 0; c < width; c++) {
                  BigDecimal value = values == null ? null : shareable(values[i][c]);
                  row.add(FixedNumeric.using(par).input(value, owner.id()));
                }
                rows.add(row);
              }
              return settled(rows);
            });
  }

  /**
   * Rejects numbers outside the range of the fixed-point numbers. The message does not contain the
   * number, which is secret.
   */
  private static BigDecimal shareable(double value) {
    if (!(Math.abs(value) < Arithmetic.LARGEST)) {
      throw new IllegalArgumentException(
          "a weight or an embedding is too large for private execution: magnitudes must be below"
              + " %,.0f".formatted(Arithmetic.LARGEST));
    }
    return BigDecimal.valueOf(value);
  }

  /** Applies an operation to all rows in parallel. */
  Function<ProtocolBuilderNumeric, DRes<SharedMatrix>> eachRow(RowFunction function) {
    return builder ->
        builder.par(
            par -> {
              List<DRes<List<DRes<SFixed>>>> out = new ArrayList<>();
              for (int i = 0; i < rows.size(); i++) {
                int index = i;
                out.add(par.seq(seq -> function.apply(seq, index, rows.get(index))));
              }
              return () -> new SharedMatrix(out.stream().map(row -> resolved(row.out())).toList());
            });
  }

  /** Applies an operation to all entries in parallel. */
  Function<ProtocolBuilderNumeric, DRes<SharedMatrix>> eachEntry(
      Function<DRes<SFixed>, Function<ProtocolBuilderNumeric, DRes<SFixed>>> function) {
    return builder ->
        builder.par(
            par -> {
              List<List<DRes<SFixed>>> out = new ArrayList<>();
              for (List<DRes<SFixed>> row : rows) {
                List<DRes<SFixed>> outRow = new ArrayList<>();
                for (DRes<SFixed> entry : row) {
                  outRow.add(par.seq(seq -> function.apply(entry).apply(seq)));
                }
                out.add(outRow);
              }
              return settled(out);
            });
  }

  /**
   * Returns the matrix with all computations resolved, so that it can be kept after the step that
   * computed it.
   */
  static DRes<SharedMatrix> settled(List<List<DRes<SFixed>>> rows) {
    return () -> new SharedMatrix(rows.stream().map(SharedMatrix::resolved).toList());
  }

  static List<DRes<SFixed>> resolved(List<DRes<SFixed>> row) {
    List<DRes<SFixed>> values = new ArrayList<>();
    for (DRes<SFixed> entry : row) {
      values.add(new SFixed(entry.out().getSInt().out()));
    }
    return values;
  }
}
