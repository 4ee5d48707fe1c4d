package org.entroscope.sweep;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadHistory;

/** Experiments that train within a second. */
final class TinySweep {

  static final ModelShape SHAPE = new ModelShape(2, 2, 16, 16, 256);

  static final TrainingPlan PLAN =
      TrainingPlan.laptop()
          .with(
              p -> {
                p.steps = 20;
                p.batchSize = 4;
                p.entropyInterval = 5;
                p.evaluationInterval = 10;
                p.evaluationExamples = 16;
                p.learningRate = 1e-2;
              });

  private TinySweep() {}

  static Corpus corpus() {
    return corpus(7);
  }

  static Corpus corpus(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 2000; line++) {
      int a = random.nextInt(50);
      int b = random.nextInt(50);
      text.append(a).append(" + ").append(b).append(" = ").append(a + b).append('\n');
    }
    return Corpus.of(text.toString());
  }

  static Sweep of(String... architectures) {
    return Sweep.of(architectures).on(corpus()).shape(SHAPE).plan(PLAN);
  }

  /** The parts of a result that must not depend on where the experiment ran. */
  record Outcome(SweepEntry.Status status, double loss, List<Float> losses, HeadHistory history) {}

  static Map<String, Outcome> outcomes(SweepResult result) {
    Map<String, Outcome> outcomes = new TreeMap<>();
    for (SweepEntry entry : result.entries()) {
      RunSummary run = entry.run();
      List<Float> losses =
          run == null
              ? List.of()
              : run.metrics().doubleColumn("loss").asList().stream()
                  .map(Double::floatValue)
                  .toList();
      outcomes.put(
          entry.spec().toJson(),
          new Outcome(
              entry.status(),
              run == null ? 0 : run.evaluationLoss(),
              losses,
              run == null ? null : run.history()));
    }
    return outcomes;
  }
}
