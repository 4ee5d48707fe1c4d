package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.framework.util.Pair;
import dk.alexandra.fresco.lib.fixed.AdvancedFixedNumeric;
import dk.alexandra.fresco.lib.fixed.FixedNumeric;
import dk.alexandra.fresco.lib.fixed.SFixed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entroscope.privacy.PlainModel;

/** Computes linear layers, softmax and LayerNorm on shared matrices. */
final class SecureLayers {

  private static final long MAGNIFICATION = 4;

  private SecureLayers() {}

  /** Computes {@code X W^T + b} with an inner product and one truncation per output. */
  static Function<ProtocolBuilderNumeric, DRes<SharedMatrix>> linear(
      SharedMatrix x, SharedMatrix weight, List<DRes<SFixed>> bias) {
    return builder ->
        builder.par(
            par -> {
              List<List<DRes<SFixed>>> rows = new ArrayList<>();
              for (List<DRes<SFixed>> input : x.rows()) {
                List<DRes<SFixed>> row = new ArrayList<>();
                for (int o = 0; o < weight.height(); o++) {
                  List<DRes<SFixed>> w = weight.row(o);
                  DRes<SFixed> b = bias == null ? null : bias.get(o);
                  row.add(par.seq(seq -> affine(seq, input, w, b)));
                }
                rows.add(row);
              }
              return SharedMatrix.settled(rows);
            });
  }

  private static DRes<SFixed> affine(
      ProtocolBuilderNumeric seq,
      List<DRes<SFixed>> input,
      List<DRes<SFixed>> weight,
      DRes<SFixed> bias) {
    DRes<SFixed> sum = AdvancedFixedNumeric.using(seq).innerProduct(input, weight);
    return bias == null ? sum : FixedNumeric.using(seq).add(sum, bias);
  }

  /**
   * Computes the causal scores {@code Q K^T} of every head: row i has the scores of keys 0 to i.
   */
  static Function<ProtocolBuilderNumeric, DRes<SharedMatrix>> causalScores(
      List<SharedMatrix> queries, List<SharedMatrix> keys) {
    return builder ->
        builder.par(
            par -> {
              List<List<DRes<SFixed>>> rows = new ArrayList<>();
              for (int h = 0; h < queries.size(); h++) {
                for (int i = 0; i < queries.get(h).height(); i++) {
                  List<DRes<SFixed>> row = new ArrayList<>();
                  for (int j = 0; j <= i; j++) {
                    row.add(
                        AdvancedFixedNumeric.using(par)
                            .innerProduct(queries.get(h).row(i), keys.get(h).row(j)));
                  }
                  rows.add(row);
                }
              }
              return SharedMatrix.settled(rows);
            });
  }

  /** Computes {@code A V} and concatenates the heads; A has the rows of {@link #causalScores}. */
  static Function<ProtocolBuilderNumeric, DRes<SharedMatrix>> mix(
      SharedMatrix attention, List<SharedMatrix> values) {
    int tokens = values.get(0).height();
    return builder ->
        builder.par(
            par -> {
              List<List<DRes<SFixed>>> rows = new ArrayList<>();
              for (int i = 0; i < tokens; i++) {
                List<DRes<SFixed>> row = new ArrayList<>();
                for (int h = 0; h < values.size(); h++) {
                  for (List<DRes<SFixed>> column : values.get(h).transposed().rows()) {
                    row.add(
                        AdvancedFixedNumeric.using(par)
                            .innerProduct(attention.row(h * tokens + i), column.subList(0, i + 1)));
                  }
                }
                rows.add(row);
              }
              return SharedMatrix.settled(rows);
            });
  }

  /**
   * Computes the softmax of a row: the maximum, the exponentials of the differences, their sum, and
   * its reciprocal (the sum is between one and the row's length).
   */
  static DRes<List<DRes<SFixed>>> softmax(
      ProtocolBuilderNumeric builder, List<DRes<SFixed>> scores) {
    if (scores.size() == 1) {
      List<DRes<SFixed>> one = List.of(FixedNumeric.using(builder).known(1));
      return () -> one;
    }
    return builder
        .seq(seq -> SecureMath.max(seq, scores))
        .seq(
            (seq, max) ->
                SecureMath.map(
                    seq,
                    scores,
                    (entry, score) ->
                        SecureMath.expOfNegative(entry, FixedNumeric.using(entry).sub(score, max))))
        .seq(
            (seq, exponentials) -> {
              DRes<SFixed> sum = AdvancedFixedNumeric.using(seq).sum(exponentials);
              DRes<SFixed> inverse = SecureMath.reciprocal(seq, sum, scores.size());
              return Pair.lazy(exponentials, inverse);
            })
        .seq(
            (seq, both) ->
                SecureMath.map(
                    seq,
                    both.getFirst(),
                    (entry, e) -> FixedNumeric.using(entry).mult(e, both.getSecond())));
  }

  /**
   * Computes the LayerNorm of a row with shared gain and bias, for variances from 1e-5 to 256.
   * Deviations are multiplied by four, which costs nothing, so that small variances keep their
   * precision.
   */
  static DRes<List<DRes<SFixed>>> layerNorm(
      ProtocolBuilderNumeric builder,
      List<DRes<SFixed>> row,
      List<DRes<SFixed>> gain,
      List<DRes<SFixed>> bias) {
    double share = 1.0 / row.size();
    return builder
        .seq(
            seq -> {
              FixedNumeric fixed = FixedNumeric.using(seq);
              DRes<SFixed> mean = fixed.mult(share, AdvancedFixedNumeric.using(seq).sum(row));
              List<DRes<SFixed>> centred = new ArrayList<>();
              for (DRes<SFixed> entry : row) {
                centred.add(times(seq, MAGNIFICATION, fixed.sub(entry, mean)));
              }
              DRes<SFixed> squares = AdvancedFixedNumeric.using(seq).innerProduct(centred, centred);
              double epsilon = MAGNIFICATION * MAGNIFICATION * PlainModel.EPSILON;
              DRes<SFixed> variance = fixed.add(epsilon, fixed.mult(share, squares));
              return Pair.lazy(centred, SecureMath.inverseRoot(seq, variance));
            })
        .par(
            (par, both) -> {
              List<DRes<SFixed>> out = new ArrayList<>();
              for (int c = 0; c < row.size(); c++) {
                DRes<SFixed> entry = both.getFirst().get(c);
                DRes<SFixed> g = gain.get(c);
                DRes<SFixed> b = bias.get(c);
                out.add(
                    par.seq(
                        seq -> {
                          FixedNumeric fixed = FixedNumeric.using(seq);
                          return fixed.add(fixed.mult(fixed.mult(entry, both.getSecond()), g), b);
                        }));
              }
              return () -> out;
            });
  }

  /** Computes an integer multiple, which needs neither triple nor truncation. */
  private static DRes<SFixed> times(ProtocolBuilderNumeric builder, long factor, DRes<SFixed> x) {
    return builder.seq(
        seq -> new SFixed(seq.numeric().mult(BigInteger.valueOf(factor), x.out().getSInt())));
  }

  /** Computes {@code X + Y} without communication. */
  static Function<ProtocolBuilderNumeric, DRes<SharedMatrix>> add(SharedMatrix x, SharedMatrix y) {
    return builder ->
        builder.par(
            par -> {
              List<List<DRes<SFixed>>> rows = new ArrayList<>();
              for (int i = 0; i < x.height(); i++) {
                List<DRes<SFixed>> row = new ArrayList<>();
                for (int c = 0; c < x.width(); c++) {
                  row.add(FixedNumeric.using(par).add(x.row(i).get(c), y.row(i).get(c)));
                }
                rows.add(row);
              }
              return SharedMatrix.settled(rows);
            });
  }
}
