package org.entroscope.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Tables;
import org.entroscope.progress.Progress;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Executes architectures privately at one tiny shape and compares their measured cost with the
 * ratios of Table 3.
 *
 * <p>The ratios differ from the paper's for known reasons. SPDZ is secure against malicious parties
 * and authenticates every value. Each of its truncations and comparisons takes a mask of a hundred
 * shared bits. Matrices are multiplied with scalar triples. At tiny widths, softmax and projections
 * are a larger share of the work than at d = 768. The dealer's bytes are not measured but derived,
 * see {@link MascotCost}.
 *
 * <p>Logits of order one differ from the plain model's by at most 5e-4, or 1e-3 with GELU: shares
 * have 20 fractional bits, and GELU is a polynomial with an error of 2e-4.
 */
public final class MeasuredLadder {

  /** The ladder of Table 1, and the architectures of Table 3. */
  public static final List<Architecture> ARCHITECTURES =
      Stream.of("SM+LN+G", "SM+LN+R", "SM+LN", "SM+G", "SM+R", "SM", "SM+ScFuFFN", "SM(t)+ScFuFFN")
          .map(Architecture::of)
          .toList();

  private static final int MASCOT_BATCH = 1024;
  private static final String SET_UP = "sharing weights";

  private final List<Entry> entries;

  /**
   * One executed model.
   *
   * @param run the result of the client
   * @param largestError the largest difference of a logit from the plain model's
   * @param online the cost of the inference without sharing the weights, which happens only once
   */
  public record Entry(SecureRun run, double largestError, OperationCost online) {}

  private MeasuredLadder(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Executes random models of the given architectures, with a full context of random tokens.
   *
   * @throws IllegalStateException if FRESCO is missing
   */
  public static MeasuredLadder run(List<Architecture> architectures, ModelShape shape, long seed) {
    List<Entry> entries = new ArrayList<>();
    try (Progress progress =
        Progress.begin("Private inference", architectures.size(), "architectures")) {
      for (Architecture architecture : architectures) {
        progress.note(architecture.toString());
        entries.add(execute(ModelWeights.random(architecture, shape, seed), seed));
        progress.advance(1);
      }
      progress.finish("done");
    }
    return new MeasuredLadder(entries);
  }

  private static Entry execute(ModelWeights weights, long seed) {
    ModelShape shape = weights.shape();
    int[] tokens = new Random(seed).ints(shape.context(), 0, shape.vocabulary()).toArray();
    SecureRun run = SecureInference.run(weights, tokens);
    double[][] plain = new PlainModel(weights).logits(weights.embed(tokens));
    return new Entry(run, largestDifference(plain, run.logits()), online(run));
  }

  /** Returns the largest absolute difference between two matrices of equal size. */
  public static double largestDifference(double[][] expected, double[][] actual) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      for (int c = 0; c < expected[i].length; c++) {
        largest = Math.max(largest, Math.abs(expected[i][c] - actual[i][c]));
      }
    }
    return largest;
  }

  private static OperationCost online(SecureRun run) {
    OperationCost none = new OperationCost(-1, "online", 0, 0, 0, 0, 0, 0, 0);
    return run.costs().stream()
        .filter(cost -> !cost.operation().equals(SET_UP))
        .reduce(none, OperationCost::plus);
  }

  /** Returns the executed models in the requested order. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Returns a table with one row per model. The saving is the ratio of the first architecture's
   * bytes to this one's. The paper's column is empty if Table 3 does not have both.
   */
  public Table table() {
    Entry first = entries.get(0);
    return Tables.create(
            "Measured private inference, "
                + first.run().shape()
                + ", preprocessing: "
                + first.run().preprocessing())
        .addColumns(
            StringColumn.create(
                "architecture", entries.stream().map(e -> e.run().architecture().toString())),
            LongColumn.create("bytes", entries.stream().mapToLong(e -> e.online().bytes())),
            LongColumn.create("rounds", entries.stream().mapToLong(e -> e.online().rounds())),
            DoubleColumn.create(
                "seconds", entries.stream().mapToDouble(e -> round(e.online().seconds(), 10))),
            DoubleColumn.create(
                "saving",
                entries.stream()
                    .mapToDouble(
                        e -> round((double) first.online().bytes() / e.online().bytes(), 100))),
            StringColumn.create("saving in Table 3", entries.stream().map(e -> paper(first, e))),
            LongColumn.create("triples", entries.stream().mapToLong(e -> e.online().triples())),
            LongColumn.create(
                "random bits", entries.stream().mapToLong(e -> e.online().randomBits())),
            DoubleColumn.create(
                "GB to make them with MASCOT",
                entries.stream()
                    .mapToDouble(
                        e -> round(MascotCost.bytes(e.online(), MASCOT_BATCH) / 1e9, 100))),
            StringColumn.create(
                "largest error",
                entries.stream().map(e -> String.format(Locale.ROOT, "%.1e", e.largestError()))));
  }

  private static double round(double value, int parts) {
    return Math.round(value * parts) / (double) parts;
  }

  private static String paper(Entry first, Entry entry) {
    Optional<Double> base = published(first.run().architecture());
    Optional<Double> own = published(entry.run().architecture());
    return base.isPresent() && own.isPresent()
        ? String.format(Locale.ROOT, "%.2f", base.get() / own.get())
        : "";
  }

  private static Optional<Double> published(Architecture architecture) {
    return PublishedCost.paper().stream()
        .filter(row -> row.table().equals("Table 3") && row.architecture().equals(architecture))
        .map(PublishedCost::gigabytes)
        .findFirst();
  }
}
