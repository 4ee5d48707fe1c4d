package org.entroscope.notebook;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.model.Gpt;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.training.TrainingState;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** A training whose state a test sets. It counts how often its history and metrics are read. */
final class FakeTraining implements TrainingState {

  int step;
  double evaluationLoss = Double.NaN;
  HeadHistory history = HeadHistory.empty();
  Table metrics = losses();
  RunStatus status = RunStatus.RUNNING;
  String reason = "";
  String products = "";
  int skippedSteps;
  int historyReads;
  int metricsReads;
  private final String name;
  private final TrainingPlan plan;

  FakeTraining(String name, int steps) {
    this.name = name;
    this.plan = TrainingPlan.laptop().withSteps(steps);
  }

  static Table losses(int... steps) {
    double[] losses = Arrays.stream(steps).mapToDouble(s -> 5.0 / s).toArray();
    double[] none = DoubleStream.generate(() -> Double.NaN).limit(steps.length).toArray();
    return Table.create(
        IntColumn.create("step", steps),
        DoubleColumn.create("loss", losses),
        DoubleColumn.create("evaluationLoss", none));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Architecture architecture() {
    return Architecture.of("SM");
  }

  @Override
  public TrainingPlan plan() {
    return plan;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public double loss() {
    return 5.0 / Math.max(1, step);
  }

  @Override
  public double evaluationLoss() {
    return evaluationLoss;
  }

  @Override
  public double gradientNorm() {
    return 1;
  }

  @Override
  public String products() {
    return products;
  }

  @Override
  public int skippedSteps() {
    return skippedSteps;
  }

  @Override
  public String overflow() {
    return skippedSteps == 0 ? "" : "layer.1.attention.scores in the forward pass";
  }

  @Override
  public double seconds() {
    return 725;
  }

  @Override
  public double tokensPerSecond() {
    return 2000;
  }

  @Override
  public double secondsLeft() {
    return 75;
  }

  @Override
  public HeadHistory history() {
    historyReads++;
    return history;
  }

  @Override
  public Map<String, HeadHistory> histories() {
    return history.isEmpty() ? Map.of() : Map.of(HeadQuantity.ENTROPY, history);
  }

  @Override
  public double learningRate() {
    return 1e-3;
  }

  @Override
  public int[] batch() {
    return new int[0];
  }

  @Override
  public Table metrics() {
    metricsReads++;
    return metrics;
  }

  @Override
  public RunStatus status() {
    return status;
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public Gpt model() {
    throw new UnsupportedOperationException("no model");
  }

  @Override
  public void stop() {}
}
