package org.entroscope.robustness;

import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;

/** Uses a library for the first time in a JVM, in a thread that is already interrupted. */
final class FirstLoadsChild {

  static final String KEPT = "the interrupt was kept";

  private FirstLoadsChild() {}

  /** Runs the test that the argument names. */
  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "table" -> {
        Thread.currentThread().interrupt();
        Tables.create("first");
        report(Thread.currentThread().isInterrupted());
        Tables.create("second", StringColumn.create("text"), IntColumn.create("number"));
      }
      default -> {
        Experiment experiment =
            Experiment.of("SM + LN + G")
                .on(Corpus.of(InterruptsIT.sums(2000)).tokenize(Tokenizer.bytes()))
                .shape(new ModelShape(2, 2, 16, 16, 256))
                .plan(TrainingPlan.laptop().withSteps(1_000_000))
                .quietly();
        Thread.currentThread().interrupt();
        Run run = experiment.train();
        report(run.status() == RunStatus.INTERRUPTED);
        Tables.create("after");
        run.model().close();
      }
    }
    System.exit(0);
  }

  private static void report(boolean kept) {
    System.out.println(kept ? KEPT : "the interrupt was lost");
  }
}
