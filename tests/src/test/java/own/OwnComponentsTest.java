package own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.Activations;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Arithmetic;
import org.entroscope.architecture.AttentionNonlinearity;
import org.entroscope.architecture.Component;
import org.entroscope.architecture.LinearLayers;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.architecture.PlainArithmetic;
import org.entroscope.architecture.Regulariser;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.Scalar;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.plot.Figure;
import org.entroscope.plot.HeatMap;
import org.entroscope.plot.HistoryMaps;
import org.entroscope.plot.LayerHistory;
import org.entroscope.privacy.CostModel;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepResult;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a researcher adds from outside of the library. {@code OwnComponentCellsIT} writes the same
 * classes in cells of a notebook.
 */
class OwnComponentsTest {

  private static final ModelShape SHAPE = new ModelShape(2, 2, 16, 16, 256);

  private static final TrainingPlan PLAN =
      TrainingPlan.laptop()
          .with(
              p -> {
                p.steps = 12;
                p.batchSize = 4;
                p.entropyInterval = 4;
                p.evaluationInterval = 0;
                p.evaluationExamples = 8;
              });

  /** Softmax that may attend to nothing: {@code exp(s) / (1 + sum exp(s))}. */
  public static final class OffByOne implements AttentionNonlinearity {
    @Override
    public String term() {
      return "SM1";
    }

    @Override
    public NDArray weights(NDArray scores, ParameterValues learned) { // B H T T
      NDArray top = scores.stopGradient().max(new int[] {-1}, true).maximum(Scalar.of(scores, 0));
      NDArray exponentials = scores.sub(top).exp();
      return exponentials.div(exponentials.sum(new int[] {-1}, true).add(top.neg().exp()));
    }

    @Override
    public <T> List<T> formula(List<T> scores, Arithmetic<T> arithmetic) {
      List<T> withNothing = new ArrayList<>(scores);
      withNothing.add(arithmetic.constant(0));
      return arithmetic.softmax(withNothing).subList(0, scores.size());
    }
  }

  /** A matrix with one learned scale: {@code W = s V}. */
  public static final class OneScale implements LinearParametrisation {
    @Override
    public String term() {
      return "OneScale";
    }

    @Override
    public List<ParameterSpec> parameters(int out, int in) {
      return List.of(
          ParameterSpec.of("weight", out, in).normal().decayed(),
          ParameterSpec.of("scale", 1).constant(1));
    }

    @Override
    public NDArray weight(ParameterValues learned) {
      return learned.get("weight").mul(learned.get("scale"));
    }
  }

  /** A penalty on the largest logit of every query. */
  public record LogitPenalty(double weight) implements Regulariser {
    private static final String SCORES = "layer.*.attention.scores"; // L times B H T T

    @Override
    public String term() {
      return "LogitP";
    }

    @Override
    public String arguments() {
      return "weight=" + weight;
    }

    @Override
    public LogitPenalty withArguments(String arguments) {
      String number = arguments.isEmpty() ? "" + weight : arguments.split("=")[1];
      return new LogitPenalty(Double.parseDouble(number));
    }

    @Override
    public List<String> activations() {
      return List.of(SCORES);
    }

    @Override
    public NDArray penalty(Activations seen, ParameterValues learned) {
      NDArray largest = NDArrays.stack(new NDList(seen.matching(SCORES))).max(new int[] {-1});
      return largest.square().mean().mul(Scalar.of(largest, weight));
    }
  }

  /** Attention of the last query to the first half of the keys. */
  public static final class FirstHalfMass implements HeadStatistic {
    @Override
    public String name() {
      return "first-half mass";
    }

    @Override
    public String unit() {
      return "share";
    }

    @Override
    public double upper(int context) {
      return 1;
    }

    @Override
    public String activation() {
      return "attention.probabilities";
    }

    @Override
    public NDArray perQuery(NDArray weights) { // B H T T -> B H 1
      long keys = weights.getShape().get(3);
      return weights.get("..., -1:, :{}", keys / 2).sum(new int[] {-1});
    }
  }

  private static Corpus text() {
    return Corpus.of("x".repeat(50) + "int a = b; ".repeat(4000) + "y = z;".repeat(2000));
  }

  private static Experiment experiment(Architecture architecture) {
    return Experiment.of(architecture).on(text()).shape(SHAPE).plan(PLAN).quietly();
  }

  private static Architecture own() {
    Architecture.register(new OffByOne());
    Architecture.register(new OneScale());
    Architecture.register(new LogitPenalty(1e-3));
    return Architecture.of("LogitP(SM1(t) + LN + R + OneScale(FFN), weight=0.01)");
  }

  @Test
  void theNotationAndTheValuesMeanTheSame() {
    Architecture byValue =
        Architecture.of("SM(t) + LN + R")
            .with(new OffByOne())
            .with(new OneScale(), LinearLayers.FFN)
            .with(new LogitPenalty(0.01));
    assertEquals(own(), byValue);
    assertEquals("LogitP(SM1(t) + LN + R + OneScale(FFN), weight=0.01)", byValue.toString());
    assertEquals("LogitP(SM1(t) + LN + R + OneScale(FFN))", byValue.terms());
  }

  @Test
  void theyAreTrainedInterruptedResumedSavedAndFolded(@TempDir Path folder) throws IOException {
    Run whole = experiment(own()).record(new FirstHalfMass()).train();
    assertEquals(RunStatus.FINISHED, whole.status());
    assertTrue(whole.metrics().doubleColumn("penalty").min() > 0);
    assertEquals(3, whole.history("first-half mass").size());
    assertEquals(2, whole.heads("first-half mass").layers());
    theyAreDrawn(whole);
    Experiment kept =
        experiment(own())
            .record(new FirstHalfMass())
            .into(folder.resolve("kept"))
            .checkpointEvery(3);
    kept.callback(
            new TrainingCallback() {
              @Override
              public void onStepEnd(TrainingState state) {
                if (state.step() == 7) {
                  state.stop();
                }
              }
            })
        .train();
    Run resumed = kept.train();
    assertEquals(whole.heads("first-half mass"), resumed.heads("first-half mass"));
    resumed.save(folder.resolve("run"));
    Run loaded = Run.load(folder.resolve("run"));
    assertEquals(whole.heads("first-half mass"), loaded.heads("first-half mass"));
    theyAreDrawn(loaded);
    int[] tokens = {5, 60, 70, 80};
    float[] before = loaded.model().runWithCache(tokens, "logits").values("logits");
    try (Gpt folded = loaded.model().folded()) {
      assertEquals("SM1(t) + LN + R", folded.architecture().toString());
      assertTrue(Weights.of(folded).keySet().stream().noneMatch(name -> name.endsWith("scale")));
      assertArrayEquals(before, folded.runWithCache(tokens, "logits").values("logits"), 1e-4f);
    }
  }

  private static void theyAreDrawn(Run run) {
    assertEquals(
        HeatMap.of(run, "entropy").toText(), HeatMap.of(run).toText(), "entropy is one of them");
    String map = HeatMap.of(run, "first-half mass").toText();
    assertTrue(map.contains("Head first-half mass (share), T = 16, from 0 to 1"), map);
    Figure history = LayerHistory.of(run, "first-half mass");
    assertEquals(2, history.data().size(), "a line for each layer");
    assertEquals(3, history.data().path(0).path("x").size(), "a point for each record");
    assertEquals(3, HistoryMaps.of(run, "first-half mass").layout().at("/sliders/0/steps").size());
    assertEquals(4, run.distribution("first-half mass").heads());
  }

  @Test
  void theyAreSweptOverSeeds(@TempDir Path folder) {
    SweepResult result =
        Sweep.of(own())
            .seeds(2)
            .on(text())
            .shape(SHAPE)
            .plan(PLAN)
            .record(new FirstHalfMass())
            .into(folder.toString())
            .run(Sweep.local());
    assertEquals(2, result.runs().size(), result::toString);
    for (int seed = 0; seed < 2; seed++) {
      double mean = result.runs().get(seed).heads("first-half mass").mean();
      assertEquals(mean, result.table().doubleColumn("mean first-half mass").get(seed), 1e-6);
    }
    assertEquals(2, result.heads().row(1).getInt("runs"));
    Figure seeds = HeatMap.compare("first-half mass", result.runs());
    assertEquals("heatmap", seeds.data().path(2).path("type").asText(), "a map for each seed");
    assertEquals(own(), Sweep.load(folder.toString()).runs().get(0).architecture());
  }

  @Test
  void otherJvmsDoNotHaveThem() {
    assertEquals(
        List.of("SM1", "OneScale", "LogitP"),
        own().localComponents().stream().map(Component::term).toList());
    assertEquals(List.of(), Architecture.of("EReg(SM(t) + LN + G + WN(FFN))").localComponents());
  }

  @Test
  void theFormulaAgreesWithTheArraysAndIsBilled() {
    List<Double> weights = new OffByOne().formula(List.of(0.5, -1.0), new PlainArithmetic());
    double sum = 1 + Math.exp(0.5) + Math.exp(-1);
    assertEquals(Math.exp(0.5) / sum, weights.get(0), 1e-12);
    ModelShape small = ModelShape.gpt2Small();
    Architecture.register(new OffByOne());
    double ours = CostModel.paper().predict(Architecture.of("SM1"), small).gigabytes().value();
    double softmax = CostModel.paper().predict(Architecture.of("SM"), small).gigabytes().value();
    assertTrue(ours > softmax && ours < 1.01 * softmax, ours + " GB against " + softmax);
  }

  @Test
  void whatAComponentDoesNotSupportIsRefusedByItsName() {
    AttentionNonlinearity noFormula =
        new AttentionNonlinearity() {
          @Override
          public String term() {
            return "Plain2";
          }

          @Override
          public NDArray weights(NDArray scores, ParameterValues learned) {
            return scores.softmax(-1);
          }
        };
    Architecture architecture = Architecture.of("SM").with(noFormula);
    String refusal =
        assertThrows(
                UnsupportedOperationException.class,
                () -> CostModel.paper().predict(architecture, ModelShape.gpt2Small()))
            .getMessage();
    assertTrue(refusal.startsWith("Plain2 ("), refusal);
    assertTrue(refusal.contains("does not support private inference"), refusal);
  }

  @Test
  void aTermOfTheLibraryCannotBeTaken() {
    AttentionNonlinearity impostor =
        new AttentionNonlinearity() {
          @Override
          public String term() {
            return "SM";
          }

          @Override
          public NDArray weights(NDArray scores, ParameterValues learned) {
            return scores;
          }
        };
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Architecture.register(impostor))
            .getMessage()
            .startsWith("the term SM is taken by softmax"));
  }
}
