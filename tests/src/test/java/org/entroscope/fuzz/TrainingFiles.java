package org.entroscope.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;

/** The files of a training. A damaged file must be refused, or must not change the result. */
enum TrainingFiles implements Format {
  CHECKPOINT {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws Exception {
      Stop stop = new Stop(6, scratch);
      checkpointed(scratch).callback(stop).train().model().close();
      return stop.kept;
    }

    @Override
    public String read(Path folder) {
      PrintStream terminal = System.err;
      System.setErr(new PrintStream(java.io.OutputStream.nullOutputStream())); // a fallback warns
      try {
        Run run = checkpointed(folder).train();
        String difference = difference(uninterrupted(), run);
        run.model().close();
        return difference;
      } finally {
        System.setErr(terminal);
      }
    }
  },
  RUN_FOLDER {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws Exception {
      uninterrupted().save(scratch.resolve("run"));
      return List.of(InputFolder.read(scratch.resolve("run")));
    }

    @Override
    public String read(Path folder) throws Exception {
      Run original = uninterrupted();
      RunSummary summary = RunSummary.load(folder);
      Run run = Run.load(folder);
      String difference = difference(original, run);
      run.model().close();
      boolean same =
          summary.history().equals(original.history())
              && summary.evaluationLoss() == original.evaluationLoss();
      return same ? difference : "other entropies or losses";
    }
  };

  private static final ModelShape SHAPE = new ModelShape(1, 2, 8, 8, 256);

  private static Run uninterrupted;

  static Run uninterrupted() {
    if (uninterrupted == null) {
      uninterrupted = experiment().train();
    }
    return uninterrupted;
  }

  private static Experiment experiment() {
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = 8;
                  p.batchSize = 2;
                  p.entropyInterval = 2;
                  p.evaluationInterval = 4;
                  p.evaluationExamples = 2;
                });
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append(i).append(" + ").append(i).append(" = ").append(2 * i).append('\n');
    }
    return Experiment.of("EReg(SM(t) + ScFuFFN)")
        .on(Corpus.of(text.toString()))
        .shape(SHAPE)
        .plan(plan)
        .quietly();
  }

  static Experiment checkpointed(Path folder) {
    return experiment().into(folder).checkpointEvery(2);
  }

  static String difference(Run expected, Run run) {
    for (String column : List.of("step", "loss", "penalty", "gradientNorm", "evaluationLoss")) {
      double[] theirs = run.metrics().numberColumn(column).asDoubleArray();
      if (!Arrays.equals(expected.metrics().numberColumn(column).asDoubleArray(), theirs)) {
        return "another " + column;
      }
    }
    Map<String, float[]> weights = new TreeMap<>(Weights.of(run.model()));
    boolean same =
        Weights.of(expected.model()).entrySet().stream()
            .allMatch(each -> Arrays.equals(each.getValue(), weights.get(each.getKey())));
    boolean entropies =
        expected.history().equals(run.history()) && expected.entropy().equals(run.entropy());
    return same && entropies ? null : "other weights or entropies";
  }

  /** Ends a training after a step, and reads its folder while the earlier states still exist. */
  private record Stop(int step, Path folder, List<Map<String, byte[]>> kept)
      implements TrainingCallback {

    Stop(int step, Path folder) {
      this(step, folder, new ArrayList<>());
    }

    @Override
    public void onStepEnd(TrainingState state) {
      if (state.step() == step) {
        state.stop();
      }
    }

    @Override
    public void onTrainEnd(TrainingState state) {
      try {
        kept.add(InputFolder.read(folder));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
