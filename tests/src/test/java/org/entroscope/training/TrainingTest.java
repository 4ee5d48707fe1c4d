package org.entroscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.entroscope.architecture.Architecture;
import org.entroscope.model.Weights;
import org.entroscope.paper.Catalogue;
import org.entroscope.paper.Paper;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.EntropyBound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {

  static List<Architecture> architectures() {
    return Paper.catalogue().stream().map(Catalogue.Entry::architecture).toList();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void everyArchitectureLearns(Architecture architecture) {
    Run run = Tiny.experiment(architecture.toString()).train();
    assertEquals(RunStatus.FINISHED, run.status(), run.record().reason());
    double first = run.metrics().doubleColumn("loss").get(0);
    assertEquals(Math.log(256), first, 0.5, "an untrained model knows nothing");
    assertTrue(run.evaluationLoss() < first - 1, run::toString);
    assertTrue(run.entropy().max() <= EntropyBound.causal(16) + 1e-4);
    run.model().close();
  }

  @Test
  void aSeedFixesARun() {
    Run once = Tiny.experiment("EReg(SM(t) + ScFuFFN)").train();
    Run again = Tiny.experiment("EReg(SM(t) + ScFuFFN)").train();
    Run other = Tiny.experiment("EReg(SM(t) + ScFuFFN)").seed(2).train();
    assertEquals(once.evaluationLoss(), again.evaluationLoss());
    assertEquals(once.history(), again.history());
    Weights.of(once.model())
        .forEach((name, value) -> assertArrayEquals(value, Weights.of(again.model()).get(name)));
    assertNotEquals(once.evaluationLoss(), other.evaluationLoss());
  }

  @Test
  void twoThreadsTrainSideBySideAsOneDoesAlone() {
    double alone = Tiny.experiment("SM + G").train().evaluationLoss();
    List<CompletableFuture<Run>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(CompletableFuture.supplyAsync(() -> Tiny.experiment("SM + G").train()));
    }
    both.forEach(run -> assertEquals(alone, run.join().evaluationLoss()));
  }

  @Test
  void accumulationAveragesGradients() {
    TrainingPlan whole = Tiny.PLAN.with(p -> p.steps = 1);
    TrainingPlan halves =
        whole.with(
            p -> {
              p.batchSize = 2;
              p.accumulation = 2;
            });
    double norm = norm(Tiny.experiment("SM").plan(whole).train());
    assertEquals(norm, norm(Tiny.experiment("SM").plan(halves).train()), 1e-5 * norm);
  }

  private static double norm(Run run) {
    return run.metrics().doubleColumn("gradientNorm").get(0);
  }

  @Test
  void anInterruptEndsTheTrainingWithinTwoStepsAndKeepsWhatWasDone() {
    Run run =
        Tiny.experiment("SM")
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    if (state.step() == 7) {
                      Thread.currentThread().interrupt();
                    }
                  }
                })
            .train();
    assertEquals(RunStatus.INTERRUPTED, run.status());
    assertTrue(run.record().steps() <= 9, run::toString);
    assertEquals(run.record().steps(), run.metrics().rowCount());
    assertFalse(Thread.interrupted(), "the interrupt is consumed");
    assertEquals(RunStatus.FINISHED, Tiny.experiment("SM").train().status());
  }

  @Test
  void stepsAndEvaluationsLeaveNoNativeArrayBehind() {
    List<Integer> arrays = new ArrayList<>();
    Tiny.experiment("EReg(SM(t) + SN(QK) + ScFuFFN)")
        .callback(
            new TrainingCallback() {
              @Override
              public void onStepEnd(TrainingState state) {
                arrays.add(state.model().manager().getManagedArrays().size());
              }
            })
        .train();
    assertEquals(1, arrays.stream().distinct().count(), arrays::toString);
  }

  @Test
  void aCallbackStopsTheTrainingAfterTheStepItSaw() {
    Run run =
        Tiny.experiment("SM")
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    if (state.step() == 7) {
                      state.stop();
                    }
                  }
                })
            .train();
    assertEquals(RunStatus.INTERRUPTED, run.status());
    assertEquals(7, run.record().steps());
  }

  @Test
  void aNanNamesItsPlaceAndStep() {
    Run run =
        Tiny.experiment("SM + G").callback(poison("layer.1.attention.query.weight", 4)).train();
    assertEquals(RunStatus.DIVERGED, run.status());
    assertEquals(
        "step 5: the first NaN or infinity is layer.1.attention.query in the forward pass",
        run.record().reason());
    assertEquals(4, run.metrics().rowCount());
    assertTrue(Double.isNaN(run.perplexity()));
  }

  /** Puts a NaN into a parameter of the model that is being trained. */
  private static TrainingCallback poison(String parameter, int afterStep) {
    return new TrainingCallback() {
      @Override
      public void onStepEnd(TrainingState state) {
        if (state.step() == afterStep) {
          NDArray array = state.model().namedParameters().get(parameter).getArray();
          float[] values = array.toFloatArray();
          values[3] = Float.NaN;
          array.getManager().create(values, array.getShape()).copyTo(array);
        }
      }
    };
  }

  @Test
  void aDivergingTrainingStopsCleanly() {
    TrainingPlan wild =
        Tiny.PLAN.with(
            p -> {
              p.learningRate = 1e3;
              p.maxGradNorm = 1e6;
              p.steps = 500;
              p.evaluationInterval = 0;
              p.accumulation = 2;
            });
    List<Map<String, float[]>> weights = new ArrayList<>();
    TrainingCallback keep =
        new TrainingCallback() {
          @Override
          public void onStepEnd(TrainingState state) {
            weights.add(Weights.of(state.model()));
          }
        };
    Run run = Tiny.experiment("SM").plan(wild).callback(keep).train();
    assertEquals(RunStatus.DIVERGED, run.status());
    Map<String, float[]> last = weights.get(weights.size() - 1);
    Weights.of(run.model())
        .forEach((name, value) -> assertArrayEquals(last.get(name), value, "an update was made"));
    assertTrue(
        run.record().reason().matches("step \\d+: the first NaN or infinity is .+"),
        run.record().reason());
    assertTrue(run.metrics().rowCount() > 0);
  }

  @Test
  void aModelInTrainingRefusesASecondUser() {
    CompletableFuture<RuntimeException> refusal = new CompletableFuture<>();
    Tiny.experiment("SM")
        .callback(
            new TrainingCallback() {
              @Override
              public void onStepEnd(TrainingState state) {
                if (state.step() == 1) {
                  Runnable second = () -> state.model().reserve("evaluation").close();
                  refusal.complete(
                      CompletableFuture.supplyAsync(
                              () -> assertThrows(IllegalStateException.class, second::run))
                          .join());
                }
              }
            })
        .train();
    assertEquals(
        "the model is in use: training SM is running in another thread; wait until it has ended, or"
            + " interrupt it",
        refusal.join().getMessage());
  }

  @Test
  void thereMustBeSomethingToTrainOn() {
    assertEquals(
        "nothing to train on: choose a corpus with on(...), Corpus.javaSources() for example",
        assertThrows(IllegalStateException.class, () -> Experiment.of("SM").train()).getMessage());
  }
}
