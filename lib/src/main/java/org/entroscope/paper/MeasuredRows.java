package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.entroscope.sweep.ConfidenceInterval;

/** The rows of one published column whose counterparts were measured on trained models. */
final class MeasuredRows {

  /** The index that marks a row without baseline. */
  static final int NO_BASELINE = -1;

  /**
   * A row of the column.
   *
   * @param label the label that identifies the row
   * @param published the published number in the measure's unit; infinite if the model diverged
   * @param sample our values by seed
   * @param baseline the index of the row that this row is compared with
   * @param note a text that is added to the remark
   */
  record Row(String label, double published, Sample sample, int baseline, String note) {}

  private final String table;
  private final Measure measure;
  private final String quantity;
  private final List<Row> lines = new ArrayList<>();

  /**
   * @param quantity the name of the published quantity
   * @param measure the measure that corresponds to it
   */
  MeasuredRows(String table, String quantity, Measure measure) {
    this.table = table;
    this.quantity = quantity;
    this.measure = measure;
  }

  Measure measure() {
    return measure;
  }

  void add(Row line) {
    lines.add(line);
  }

  List<Counterpart> rows() {
    return IntStream.range(0, lines.size()).mapToObj(this::row).toList();
  }

  private Counterpart row(int index) {
    Row line = lines.get(index);
    Scale scale = measure.scale();
    String published =
        Double.isInfinite(line.published()) ? "diverges" : scale.value(line.published());
    if (line.sample().runs() == 0) {
      return Counterpart.none(table, line.label(), quantity, published, "not recorded");
    }
    boolean compared = line.baseline() != NO_BASELINE;
    Row baseline = compared ? lines.get(line.baseline()) : line;
    double[] changes =
        compared ? line.sample().differences(scale, baseline.sample()) : new double[0];
    double publishedChange =
        compared ? scale.difference(line.published(), baseline.published()) : Double.NaN;
    double change =
        compared && Double.isInfinite(line.sample().mean())
            ? Double.POSITIVE_INFINITY
            : Cohort.mean(changes);
    Direction direction = direction(line, line == baseline && compared, publishedChange, changes);
    List<Row> others = others(line);
    List<String> elsewhere =
        others.stream().filter(o -> !sameOrder(line, o)).map(Row::label).toList();
    return new Counterpart(
        table,
        line.label(),
        quantity,
        Counterpart.Kind.MEASURED,
        published,
        ours(line.sample()),
        scale.printed(publishedChange),
        scale.printed(change),
        printed(ConfidenceInterval.ofMean(changes), scale),
        direction,
        others.size() - elsewhere.size(),
        others.size(),
        remark(line, direction, elsewhere));
  }

  private static ConfidenceInterval printed(ConfidenceInterval interval, Scale scale) {
    return new ConfidenceInterval(scale.printed(interval.low()), scale.printed(interval.high()));
  }

  private Direction direction(Row line, boolean isBaseline, double published, double[] changes) {
    if (isBaseline) {
      return Direction.BASELINE;
    }
    if (line.baseline() == NO_BASELINE) {
      // a share without baseline: the directions agree if both shares are on the same side of one
      // half
      return Direction.of(line.published() - 0.5, line.sample().mean() - 0.5);
    }
    if (Double.isInfinite(line.sample().mean())) {
      return published > 0 ? Direction.SAME : Direction.OTHER;
    }
    return Direction.of(published, changes);
  }

  /** Returns the rows that have the same baseline but a different published number. */
  private List<Row> others(Row line) {
    return lines.stream()
        .filter(other -> other != line && other.baseline() == line.baseline())
        .filter(other -> line.baseline() != NO_BASELINE && other.sample().runs() > 0)
        .filter(other -> Double.compare(other.published(), line.published()) != 0)
        .toList();
  }

  private static boolean sameOrder(Row a, Row b) {
    return Double.compare(a.published(), b.published())
        == Double.compare(a.sample().mean(), b.sample().mean());
  }

  private String ours(Sample sample) {
    if (Double.isInfinite(sample.mean())) {
      return sample.unigram() == 0 ? "diverges" : "does not train";
    }
    Scale scale = measure.scale();
    ConfidenceInterval interval = sample.interval();
    String range =
        Double.isNaN(interval.low())
            ? ""
            : " (%s to %s)".formatted(scale.value(interval.low()), scale.value(interval.high()));
    return scale.value(sample.mean()) + range;
  }

  private static String remark(Row line, Direction direction, List<String> elsewhere) {
    List<String> remarks = new ArrayList<>();
    if (direction == Direction.OPEN) {
      int seeds = line.sample().values().size();
      remarks.add(seeds == 1 ? "a single seed does not decide" : seeds + " seeds do not decide");
    }
    if (!elsewhere.isEmpty()) {
      remarks.add("ordered differently relative to " + String.join(", ", elsewhere));
    }
    if (line.sample().diverged() > 0) {
      remarks.add(
          "%d of %d runs diverged".formatted(line.sample().diverged(), line.sample().runs()));
    }
    if (line.sample().unigram() > 0) {
      remarks.add(
          "%d of %d runs ended at the unigram level"
              .formatted(line.sample().unigram(), line.sample().runs()));
    }
    if (!line.note().isEmpty()
        && (direction == Direction.OTHER || direction == Direction.OPEN || !elsewhere.isEmpty())) {
      remarks.add(line.note());
    }
    return String.join("; ", remarks);
  }
}
