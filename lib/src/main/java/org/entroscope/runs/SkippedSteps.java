package org.entroscope.runs;

import java.util.List;
import java.util.stream.Stream;
import org.entroscope.engine.Precision;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Steps of a training in half precision that were skipped, because a number overflowed in them.
 *
 * @param count how many
 * @param first the first of them, counted from 1; 0 if there is none
 * @param overflow where the first NaN or infinity of that step was, {@code layer.3.attention.scores
 *     in the forward pass} for example; empty if there is none
 */
public record SkippedSteps(int count, int first, String overflow) {

  /** Column of the metrics: what the loss of the step was multiplied by. */
  public static final String SCALE = "lossScale";

  /** Column of the metrics: how many steps were skipped up to this one. */
  public static final String COUNT = "skippedSteps";

  /** Column of the metrics: where the first NaN or infinity of a skipped step was. */
  public static final String OVERFLOW = "overflow";

  private static final SkippedSteps NONE = new SkippedSteps(0, 0, "");

  /** The columns of a run's metrics, given those that every run has. */
  public static List<String> columns(List<String> usual, RunSpec spec) {
    return spec.precision() == Precision.FLOAT16
        ? Stream.concat(usual.stream(), Stream.of(SCALE, COUNT, OVERFLOW)).toList()
        : usual;
  }

  /** Those of a run, by its metrics, of which rows may be missing. */
  public static SkippedSteps of(Table metrics) {
    if (!metrics.containsColumn(COUNT) || metrics.isEmpty()) {
      return NONE;
    }
    int count = metrics.intColumn(COUNT).getInt(metrics.rowCount() - 1);
    for (Row row : metrics) {
      if (!row.getString(OVERFLOW).isEmpty()) {
        return new SkippedSteps(count, row.getInt("step"), row.getString(OVERFLOW));
      }
    }
    return NONE;
  }

  /** The same in words; empty where a run's loss is not scaled, as its metrics tell. */
  public static String words(Table metrics) {
    return metrics.containsColumn(COUNT) ? of(metrics).toString() : "";
  }

  /**
   * For example "2 steps skipped, the first at step 12: layer.3.ffn.output in the forward pass".
   */
  @Override
  public String toString() {
    return switch (count) {
      case 0 -> "no step skipped";
      case 1 -> "1 step skipped, step %,d: %s".formatted(first, overflow);
      default -> "%,d steps skipped, the first at step %,d: %s".formatted(count, first, overflow);
    };
  }
}
