package org.entroscope.training;

import java.util.SplittableRandom;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.runs.TrainingPlan;

/** A corpus, a shape and a plan that train within a second. */
final class Tiny {

  static final ModelShape SHAPE = new ModelShape(2, 2, 16, 16, 256);

  static final TrainingPlan PLAN =
      TrainingPlan.laptop()
          .with(
              p -> {
                p.steps = 30;
                p.batchSize = 4;
                p.entropyInterval = 5;
                p.evaluationInterval = 10;
                p.evaluationExamples = 16;
                p.learningRate = 1e-2;
              });

  private Tiny() {}

  /** Returns lines of sums, which contain a pattern to learn. */
  static Corpus corpus() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 2000; line++) {
      int a = random.nextInt(50);
      int b = random.nextInt(50);
      text.append(a).append(" + ").append(b).append(" = ").append(a + b).append('\n');
    }
    return Corpus.of(text.toString());
  }

  static Experiment experiment(String architecture) {
    return Experiment.of(architecture).on(corpus()).shape(SHAPE).plan(PLAN).quietly();
  }
}
