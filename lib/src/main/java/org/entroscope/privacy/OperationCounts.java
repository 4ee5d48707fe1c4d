package org.entroscope.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Tables;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The nonlinear operations and floating-point operations of one forward pass over T tokens, as in
 * Tables 3, 4, 7 and 8.
 *
 * <p>Like the tables, this counts only the blocks: the final LayerNorm, the embedding and the
 * vocabulary projection are the same in every row and are left out. Weight normalisation and scales
 * are folded into weights after training (Section 3). Temperatures are constants that multiply
 * scores. Neither is counted.
 *
 * @param nonlinearities the nonlinear operations, softmax first
 * @param ffnFlops {@code 16 T d^2 L}, or {@code 2 T d^2 L} if the network is fused
 * @param attentionFlops {@code (8 T d^2 + 3 T^2 d) L}
 */
public record OperationCounts(
    List<Nonlinearity> nonlinearities, long ffnFlops, long attentionFlops) {

  /** Copies the list. */
  public OperationCounts {
    nonlinearities = List.copyOf(nonlinearities);
  }

  /** Counts the operations of an architecture with a shape. */
  public static OperationCounts of(Architecture architecture, ModelShape shape) {
    long layers = shape.layers();
    long tokens = shape.context();
    long width = shape.hiddenSize();
    long ffn = (architecture.fused() ? 2 : 16) * tokens * width * width * layers;
    long attention = (8 * tokens * width * width + 3 * tokens * tokens * width) * layers;
    return new OperationCounts(nonlinearities(architecture, shape), ffn, attention);
  }

  private static List<Nonlinearity> nonlinearities(Architecture a, ModelShape s) {
    int attentions = s.layers() * s.heads();
    List<Nonlinearity> found = new ArrayList<>();
    found.add(new Nonlinearity(a.attention().term(), attentions, s.context(), s.context()));
    if (a.queryKeyNorm()) {
      found.add(new Nonlinearity("QKN", 2 * attentions, s.context(), s.headWidth()));
    }
    if (a.layerNorm()) {
      found.add(new Nonlinearity("LN", 2 * s.layers(), s.context(), s.hiddenSize()));
    }
    if (a.activation() != null) {
      found.add(
          new Nonlinearity(a.activation().term(), s.layers(), s.context(), 4 * s.hiddenSize()));
    }
    return found;
  }

  /** Returns the nonlinear operations as one line in the paper's notation. */
  public String notation() {
    return nonlinearities.stream().map(Nonlinearity::toString).collect(Collectors.joining(", "));
  }

  /**
   * Returns the FLOPs of the feed-forward networks as the tables print them, for example {@code
   * 14.5B}.
   */
  public String ffnFlopsPrinted() {
    return billions(ffnFlops);
  }

  /** Returns the FLOPs of attention as the tables print them, for example {@code 7.7B}. */
  public String attentionFlopsPrinted() {
    return billions(attentionFlops);
  }

  private static String billions(long flops) {
    return String.format(Locale.ROOT, "%.1fB", flops / 1e9);
  }

  /** Returns a table with one row per kind of nonlinear operation. */
  public Table table() {
    return Tables.create(
        "Nonlinear operations",
        StringColumn.create("operation", nonlinearities.stream().map(Nonlinearity::name).toList()),
        IntColumn.create(
            "count", nonlinearities.stream().map(Nonlinearity::count).toArray(Integer[]::new)),
        StringColumn.create(
            "shape", nonlinearities.stream().map(n -> n.rows() + " x " + n.columns()).toList()),
        LongColumn.create(
            "elements", nonlinearities.stream().mapToLong(Nonlinearity::elements).toArray()));
  }

  /** Returns notation and FLOPs as one line of text. */
  @Override
  public String toString() {
    return notation()
        + "; FFN "
        + ffnFlopsPrinted()
        + ", attention "
        + attentionFlopsPrinted()
        + " FLOPs";
  }
}
