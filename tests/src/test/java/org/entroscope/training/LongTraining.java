package org.entroscope.training;

import java.nio.file.Path;

/** Runs a training in a separate process, which is killed by tests. */
final class LongTraining {

  static final String BEGUN = "begun at step ";
  static final String DONE = "done step ";

  private LongTraining() {}

  /**
   * Returns a training of several hundred steps of a few milliseconds, with a checkpoint after
   * every second step.
   */
  static Experiment experiment(Path folder) {
    Experiment experiment =
        Tiny.experiment("EReg(SM(t) + SN(FFN) + ScFuFFN)")
            .plan(
                Tiny.PLAN.with(
                    p -> {
                      p.steps = 700;
                      p.batchSize = 2;
                      p.entropyInterval = 1;
                      p.evaluationInterval = 50;
                      p.evaluationExamples = 4;
                    }));
    return folder == null ? experiment : experiment.into(folder).checkpointEvery(2);
  }

  /**
   * Trains in the folder given as the argument, and prints a line when it begins and after each
   * step.
   */
  public static void main(String[] arguments) {
    experiment(Path.of(arguments[0]))
        .callback(
            new TrainingCallback() {
              @Override
              public void onTrainBegin(TrainingState state) {
                System.out.println(BEGUN + state.step());
              }

              @Override
              public void onStepEnd(TrainingState state) {
                System.out.println(DONE + state.step());
              }
            })
        .train();
  }
}
