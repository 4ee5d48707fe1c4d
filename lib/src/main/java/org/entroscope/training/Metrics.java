package org.entroscope.training;

import java.util.List;
import org.entroscope.files.Tables;
import org.entroscope.runs.SkippedSteps;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A table with one row per step; the columns are described at {@link Run#metrics()}. */
final class Metrics {

  private final boolean scaled;

  private final IntColumn step = IntColumn.create("step");
  private final DoubleColumn learningRate = DoubleColumn.create("learningRate");
  private final DoubleColumn loss = DoubleColumn.create("loss");
  private final DoubleColumn penalty = DoubleColumn.create("penalty");
  private final DoubleColumn gradientNorm = DoubleColumn.create("gradientNorm");
  private final DoubleColumn evaluationLoss = DoubleColumn.create("evaluationLoss");
  private final DoubleColumn seconds = DoubleColumn.create("seconds");
  private final DoubleColumn lossScale = DoubleColumn.create(SkippedSteps.SCALE);
  private final IntColumn skippedSteps = IntColumn.create(SkippedSteps.COUNT);
  private final StringColumn overflow = StringColumn.create(SkippedSteps.OVERFLOW);
  private String newestOverflow = "";

  /**
   * The scaling of the loss of a step.
   *
   * @param scale the factor on the loss
   * @param skipped the number of skipped steps so far
   * @param overflow where the step's first NaN or infinity was; empty if it was not skipped
   */
  record Scaling(double scale, int skipped, String overflow) {}

  /**
   * @param scaled whether the table has columns about loss scaling
   */
  Metrics(boolean scaled) {
    this.scaled = scaled;
  }

  /** Replaces the rows with the rows of a table. */
  synchronized void restore(Table rows) {
    step.clear();
    step.append(rows.intColumn(step.name()));
    for (DoubleColumn column :
        List.of(learningRate, loss, penalty, gradientNorm, evaluationLoss, seconds)) {
      column.clear();
      column.append(rows.doubleColumn(column.name()));
    }
    if (scaled) {
      lossScale.clear();
      lossScale.append(rows.doubleColumn(lossScale.name()));
      skippedSteps.clear();
      skippedSteps.append(rows.intColumn(skippedSteps.name()));
      overflow.clear();
      overflow.append(rows.stringColumn(overflow.name()));
      overflow.forEach(this::note);
    }
  }

  synchronized void add(
      int atStep,
      double rate,
      double crossEntropy,
      double regulariser,
      double norm,
      double time,
      Scaling scaling) {
    step.append(atStep);
    learningRate.append(rate);
    loss.append(crossEntropy);
    penalty.append(regulariser);
    gradientNorm.append(norm);
    evaluationLoss.appendMissing();
    seconds.append(time);
    lossScale.append(scaling.scale);
    skippedSteps.append(scaling.skipped);
    overflow.append(scaling.overflow);
    note(scaling.overflow);
  }

  private void note(String where) {
    newestOverflow = where.isEmpty() ? newestOverflow : where;
  }

  /**
   * Returns where the first NaN or infinity of the newest skipped step was; empty if there is none.
   */
  synchronized String newestOverflow() {
    return newestOverflow;
  }

  /** Returns the number of skipped steps after every step. */
  synchronized List<Integer> skippedSteps() {
    return List.copyOf(skippedSteps.asList());
  }

  /** Records an evaluation after the newest step. */
  synchronized void evaluated(double heldOutLoss) {
    evaluationLoss.set(evaluationLoss.size() - 1, heldOutLoss);
  }

  /** Returns the last number of a column. */
  synchronized double newest(String column) {
    return table().doubleColumn(column).getDouble(step.size() - 1); // NaN where it is missing
  }

  synchronized Table table() {
    Table table =
        Tables.create(
            "metrics",
            step.copy(),
            learningRate.copy(),
            loss.copy(),
            penalty.copy(),
            gradientNorm.copy(),
            evaluationLoss.copy(),
            seconds.copy());
    return scaled
        ? table.addColumns(lossScale.copy(), skippedSteps.copy(), overflow.copy())
        : table;
  }
}
