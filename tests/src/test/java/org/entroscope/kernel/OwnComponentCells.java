package org.entroscope.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells of a notebook with a researcher's own components: a softmax that may attend to nothing, a
 * parametrisation of linear layers, a penalty on the largest logit, and a statistic of the heads.
 * The main method trains them slowly and saves the training in a folder.
 */
final class OwnComponentCells {

  /** The beginning of a line of the program's output. The number of completed steps follows it. */
  static final String DONE = "done ";

  static final List<String> CLASSES =
      List.of("class OffByOne", "class OneScale", "record LogitPenalty", "class FirstHalfMass");

  private static final Path SOURCE =
      Path.of("src", "test", "java", "own", "OwnComponentsTest.java");

  private OwnComponentCells() {}

  /**
   * Returns the lines of a class of {@code OwnComponentsTest}, as somebody would write it in a
   * cell.
   */
  static List<String> lines(String declaration) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(SOURCE)) {
      if (lines.isEmpty() ? line.matches("  public .*" + declaration + "\\b.*") : true) {
        lines.add(
            line.substring(Math.min(2, line.length()))
                .replace("public static final class", "class"));
        if (line.equals("  }")) {
          return lines;
        }
      }
    }
    throw new AssertionError(SOURCE + " has no " + declaration);
  }

  /** Returns a notebook in which {@code experiment} trains an architecture of all components. */
  static CellEvaluator notebook() throws Exception {
    CellEvaluator evaluator = new CellEvaluator();
    int cell = 0;
    evaluator.run(cell++, String.join("\n", StartupImports.all().toList()));
    for (String declaration : CLASSES) {
      evaluator.run(cell++, String.join("\n", lines(declaration)));
    }
    evaluator.run(
        cell++,
        """
        Architecture.register(new OffByOne());
        Architecture.register(new OneScale());
        Architecture.register(new LogitPenalty(1e-3));
        var own = Architecture.of("LogitP(SM1(t) + LN + R + OneScale(FFN), weight=0.01)");
        var text = Corpus.of("int a = b; ".repeat(4000) + "y = z;".repeat(2000));
        var shape = new ModelShape(2, 2, 16, 16, 256);
        var plan = TrainingPlan.laptop().with(p -> {
          p.steps = 40; p.batchSize = 4; p.entropyInterval = 4; p.evaluationExamples = 8;
        });
        var experiment = Experiment.of(own).on(text).shape(shape).plan(plan)
            .record(new FirstHalfMass()).quietly();
        """);
    return evaluator;
  }

  /**
   * Trains the components slowly.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws Exception {
    try (CellEvaluator evaluator = notebook()) {
      evaluator.run(
          10,
          """
          experiment.into("%s").checkpointEvery(3).callback(new TrainingCallback() {
            @Override
            public void onStepEnd(TrainingState state) {
              System.out.println("%s" + state.step());
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                state.stop();
              }
            }
          }).train();
          """
              .formatted(arguments[0], DONE));
    }
  }
}
