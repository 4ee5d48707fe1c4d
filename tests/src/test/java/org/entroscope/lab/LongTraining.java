package org.entroscope.lab;

/**
 * Cells of a training that no test waits for. It has small steps, and more of them than can be done
 * in a night.
 */
final class LongTraining {

  /** A corpus that needs no network. */
  static final String DATA =
      """
      var text = new StringBuilder();
      for (int i = 0; i < 8000; i++) text.append(i).append(' ').append(i * i).append('\\n');
      var numbers = Corpus.of(text.toString());
      var small = new ModelShape(2, 2, 16, 32, 256);
      var plan = TrainingPlan.laptop().with(p -> {
        p.steps = 50_000_000; p.batchSize = 2; p.entropyInterval = 5; p.evaluationInterval = 0;
        p.evaluationExamples = 4;
      });\
      """;

  /** A cell that ends with its training. After an interrupt, no further statement is executed. */
  static final String TRAIN =
      "var run = Experiment.of(\"SM\").on(numbers).shape(small).plan(plan).train();";

  /** Returns the same cell with an interrupt at a given step, like the one that Jupyter sends. */
  static String trainedUntil(int step) {
    return """
    var run = Experiment.of("SM").on(numbers).shape(small).plan(plan)
        .callback(new TrainingCallback() {
          @Override public void onStepEnd(TrainingState state) {
            if (state.step() == %d) Thread.currentThread().interrupt();
          }
        }).train();
    run\
    """
        .formatted(step);
  }

  private LongTraining() {}
}
