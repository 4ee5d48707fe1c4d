package org.entroscope.training;

import java.util.List;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** One row a step; the columns are described at {@link Run#metrics()}. */
final class Metrics {

  private final IntColumn step = IntColumn.create("step");
  private final DoubleColumn learningRate = DoubleColumn.create("learningRate");
  private final DoubleColumn loss = DoubleColumn.create("loss");
  private final DoubleColumn penalty = DoubleColumn.create("penalty");
  private final DoubleColumn gradientNorm = DoubleColumn.create("gradientNorm");
  private final DoubleColumn evaluationLoss = DoubleColumn.create("evaluationLoss");
  private final DoubleColumn seconds = DoubleColumn.create("seconds");

  /** Takes the rows of a table as the first. */
  synchronized void restore(Table rows) {
    step.clear();
    step.append(rows.intColumn(step.name()));
    for (DoubleColumn column :
        List.of(learningRate, loss, penalty, gradientNorm, evaluationLoss, seconds)) {
      column.clear();
      column.append(rows.doubleColumn(column.name()));
    }
  }

  synchronized void add(
      int atStep, double rate, double crossEntropy, double regulariser, double norm, double time) {
    step.append(atStep);
    learningRate.append(rate);
    loss.append(crossEntropy);
    penalty.append(regulariser);
    gradientNorm.append(norm);
    evaluationLoss.appendMissing();
    seconds.append(time);
  }

  /** Notes an evaluation after the newest step. */
  synchronized void evaluated(double heldOutLoss) {
    evaluationLoss.set(evaluationLoss.size() - 1, heldOutLoss);
  }

  synchronized Table table() {
    return Tables.create(
        "metrics",
        step.copy(),
        learningRate.copy(),
        loss.copy(),
        penalty.copy(),
        gradientNorm.copy(),
        evaluationLoss.copy(),
        seconds.copy());
  }
}
