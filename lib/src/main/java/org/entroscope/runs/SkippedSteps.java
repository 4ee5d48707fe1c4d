package org.entroscope.runs;

import java.util.List;
import java.util.stream.Stream;
import org.entroscope.engine.Precision;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * The steps of a training in half precision that were skipped because a number overflowed.
 *
 * @param count the number of skipped steps
 * @param first the first skipped step, counted from 1; 0 if there is none
 * @param overflow the place of the first NaN or infinity of the first skipped step, for example
 *     {@code layer.3.attention.scores in the forward pass}; empty if there is none
 */
public record SkippedSteps(int count, int first, String overflow) {

  /** The column of the metrics with the factor on the loss of the step. */
  public static final String SCALE = "lossScale";

  /** The column of the metrics with the number of skipped steps so far. */
  public static final String COUNT = "skippedSteps";

  /** The column of the metrics that says where the first NaN or infinity of a skipped step was. */
  public static final String OVERFLOW = "overflow";

  private static final SkippedSteps NONE = new SkippedSteps(0, 0, "");

  /** Returns the columns of a run's metrics, given the columns that every run has. */
  public static List<String> columns(List<String> usual, RunSpec spec) {
    return spec.precision() == Precision.FLOAT16
        ? Stream.concat(usual.stream(), Stream.of(SCALE, COUNT, OVERFLOW)).toList()
        : usual;
  }

  /** Returns the skipped steps of a run from its metrics, which may lack some rows. */
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

  /** Returns the skipped steps of a run as text; empty if the run does not scale its loss. */
  public static String words(Table metrics) {
    return metrics.containsColumn(COUNT) ? of(metrics).toString() : "";
  }

  /**
   * Returns a text such as "2 steps skipped, the first at step 12: layer.3.ffn.output in the
   * forward pass".
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
