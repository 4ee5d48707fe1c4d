package org.entroscope.benchmarks;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entroscope.architecture.ModelShape;
import org.entroscope.data.Corpus;
import org.entroscope.data.TokenizedCorpus;
import org.entroscope.data.Tokenizer;
import org.entroscope.engine.EngineReport;
import org.entroscope.engine.Precision;
import org.entroscope.training.Checkpoints;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingPlan;
import org.entroscope.training.TrainingState;

/** What {@code tests/gpu/measure} runs; see there. */
public final class GpuMeasurements {

  /** Tables 2, 3 and 6; SM diverges in the paper. */
  private static final List<String> LADDER =
      List.of(
          "SM + LN + G",
          "SM + LN + R",
          "SM + R",
          "SM + G",
          "SM + LN",
          "SM",
          "SM + WN(FFN)",
          "SM + SN(FFN)",
          "SM + ScFFN",
          "SM + ScFuFFN",
          "EReg(SM(t) + ScFuFFN)");

  private static final int NEVER = 1_000_000;

  private final boolean small;
  private final TokenizedCorpus corpus;

  private GpuMeasurements(boolean small) {
    this.small = small;
    corpus =
        small
            ? Corpus.javaSources(1).tokenize(Tokenizer.bytes())
            : Corpus.javaSources().tokenize(Tokenizer.gpt2());
  }

  public static void main(String[] arguments) throws IOException {
    System.out.println(EngineReport.current());
    boolean small = arguments.length > 1 && arguments[1].equals("small");
    switch (arguments[0]) {
      case "report" -> {}
      case "agreement" -> new GpuMeasurements(small).agreement();
      case "throughput" -> new GpuMeasurements(small).throughput();
      case "ladder" -> new GpuMeasurements(small).ladder();
      default -> throw new IllegalArgumentException("no measurement " + arguments[0]);
    }
  }

  private ModelShape shape(int context) {
    return small ? new ModelShape(2, 2, 32, 16, 256) : ModelShape.gpt2Small().withContext(context);
  }

  private Experiment experiment(String architecture, int context, int batch, int steps, int every) {
    TrainingPlan plan =
        TrainingPlan.paper()
            .with(
                p -> {
                  p.steps = steps;
                  p.batchSize = small ? 2 : batch;
                  p.accumulation = 1;
                  p.entropyEvery = every;
                  p.evaluateEvery = 0;
                  p.evaluationExamples = small ? 4 : 256;
                });
    return Experiment.of(architecture).on(corpus).shape(shape(context)).plan(plan).quietly();
  }

  /** The largest relative difference of the losses from those of the CPU in single precision. */
  private void agreement() {
    int steps = 50;
    for (String architecture : List.of("SM + LN + G", "SM + ScFuFFN")) {
      Experiment experiment = experiment(architecture, 128, 4, steps, NEVER);
      double[] expected = losses(experiment.device(Device.cpu()));
      for (Precision precision : Precision.values()) {
        double[] actual = losses(experiment.precision(precision));
        double most = 0;
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
          most = Math.max(most, Math.abs(actual[i] / expected[i] - 1));
        }
        print(
            "%s, %s: %d of %d steps, largest relative difference of a loss %.2e",
            architecture, precision, actual.length, steps, most);
      }
    }
  }

  private static double[] losses(Experiment experiment) {
    Run run = experiment.train();
    run.model().close();
    return run.metrics().doubleColumn("loss").asDoubleArray();
  }

  private void throughput() {
    int[][] sizes = small ? new int[][] {{16, 2}} : new int[][] {{128, 32}, {512, 8}};
    for (int[] size : sizes) {
      for (Precision precision : Precision.values()) {
        double off = 0;
        for (int every : new int[] {NEVER, 100, 1}) {
          double rate = rate("SM + LN + G", size, every, precision);
          off = every == NEVER ? rate : off;
          print(
              "T=%d x %d, %s, entropy %s: %,.0f tokens/s (%.2f)",
              size[0],
              size[1],
              precision,
              every == NEVER ? "off" : every == 1 ? "at every step" : "every 100 steps",
              rate,
              rate / off);
        }
        double bare = rate("SM(t) + ScFuFFN", size, NEVER, precision);
        double guided = rate("EReg(SM(t) + ScFuFFN)", size, NEVER, precision);
        print(
            "T=%d x %d, %s, SM(t) + ScFuFFN: %,.0f tokens/s, with the regulariser %,.0f (%.2f)",
            size[0], size[1], precision, bare, guided, guided / bare);
      }
    }
  }

  /** Tokens a second after a warm-up of 10 steps, the evaluation at the end left out. */
  private double rate(String architecture, int[] size, int every, Precision precision) {
    int warmUp = 10;
    int steps = small ? 30 : 120;
    List<Long> times = new ArrayList<>();
    Experiment experiment =
        experiment(architecture, size[0], size[1], steps + 1, every)
            .precision(precision)
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    times.add(System.nanoTime());
                  }
                });
    Run run = experiment.train();
    run.model().close();
    int last = Math.min(steps, times.size()) - 1;
    double seconds = (times.get(last) - times.get(warmUp - 1)) / 1e9;
    return (last + 1 - warmUp) * (double) size[0] * size[1] / seconds;
  }

  /** Equal tokens for every architecture; what is finished is not trained again. */
  private void ladder() throws IOException {
    Path results = Path.of("notebooks", "results", small ? "gpu-trial" : "gpu");
    for (String architecture : LADDER) {
      String name = architecture.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", "");
      Path folder = results.resolve(name.toLowerCase(Locale.ROOT));
      if (!Files.exists(folder)) {
        Experiment experiment =
            experiment(architecture, 128, 64, small ? 20 : 3000, 100)
                .checkpoints(Checkpoints.in(Path.of("tests/target/gpu-checkpoints", name)));
        Run run = experiment.train();
        run.save(folder);
        run.model().close();
      }
      print("%s", Run.load(folder));
    }
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
