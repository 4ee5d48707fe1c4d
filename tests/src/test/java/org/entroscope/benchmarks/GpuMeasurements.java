package org.entroscope.benchmarks;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.EngineReport;
import org.entroscope.engine.Precision;
import org.entroscope.files.AtomicFile;
import org.entroscope.paper.Paper;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;

/** The measurements of {@code tests/gpu/measure}, which describes them. */
public final class GpuMeasurements {

  /** The architectures of Tables 2, 3 and 6. SM diverges in the paper. */
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

  private final GpuOptions options;
  private final boolean small;
  private final TokenizedCorpus corpus;

  private GpuMeasurements(GpuOptions options) {
    this.options = options;
    small = options.small();
    corpus =
        small
            ? Corpus.javaSources(1).tokenize(Tokenizer.bytes())
            : Corpus.javaSources().tokenize(Tokenizer.gpt2());
  }

  public static void main(String[] arguments) throws IOException {
    GpuOptions options = GpuOptions.of(List.of(arguments).subList(1, arguments.length));
    if (arguments[0].equals("fetch")) {
      print("%s", Corpus.javaSources());
      return;
    }
    System.out.println(EngineReport.current());
    switch (arguments[0]) {
      case "report" -> {}
      case "agreement" -> new GpuMeasurements(options).agreement();
      case "throughput" -> new GpuMeasurements(options).throughput();
      case "ladder" -> new GpuMeasurements(options).ladder();
      default -> throw new IllegalArgumentException("no measurement " + arguments[0]);
    }
  }

  private ModelShape shape(int context) {
    return small ? new ModelShape(2, 2, 32, 16, 256) : ModelShape.gpt2Small().withContext(context);
  }

  private Experiment experiment(String architecture, int context, int batch, int steps, int every) {
    TrainingPlan plan =
        Paper.plan()
            .with(
                p -> {
                  p.steps = steps;
                  p.batchSize = small ? 2 : batch;
                  p.accumulation = 1;
                  p.entropyInterval = every;
                  p.evaluationInterval = 0;
                  p.evaluationExamples = small ? 4 : 256;
                });
    return Experiment.of(architecture).on(corpus).shape(shape(context)).plan(plan).quietly();
  }

  /**
   * Returns the precisions that this process can use. If TF32 is switched on, it is the only one.
   */
  private static List<Precision> precisions() {
    Precision usual = EngineReport.current().products();
    return usual == Precision.TF32
        ? List.of(usual)
        : List.of(usual, Precision.BFLOAT16, Precision.FLOAT16);
  }

  private boolean timeIsUp(String before) {
    if (options.timeIsUp()) {
      print("time is up before %s", before);
    }
    return options.timeIsUp();
  }

  /** Returns the largest relative difference of the losses from the CPU's in single precision. */
  private void agreement() {
    int steps = 50;
    for (String architecture : List.of("SM + LN + G", "SM + ScFuFFN")) {
      if (timeIsUp(architecture)) {
        return;
      }
      Experiment experiment = experiment(architecture, 128, 4, steps, NEVER);
      double[] expected = losses(experiment.device(Device.cpu()));
      for (Precision precision : precisions()) {
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
      for (Precision precision : precisions()) {
        if (timeIsUp("T=" + size[0] + ", " + precision)) {
          return;
        }
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

  /** Returns tokens per second after 10 warm-up steps, without the evaluation at the end. */
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

  /**
   * Trains every architecture on the same number of tokens. A finished run is not repeated. A run
   * that was stopped for lack of time continues from its checkpoint in the next call.
   */
  private void ladder() throws IOException {
    TrainingCallback untilTheEnd =
        new TrainingCallback() {
          @Override
          public void onStepEnd(TrainingState state) {
            if (options.timeIsUp()) {
              state.stop();
            }
          }
        };
    for (String architecture : LADDER) {
      String name = architecture.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", "");
      Path folder = options.results().resolve(name.toLowerCase(Locale.ROOT));
      if (!Files.exists(folder)) {
        if (timeIsUp(architecture)) {
          return;
        }
        Run run =
            experiment(architecture, 128, 64, options.steps(), 100)
                .into(options.checkpoints().resolve(name))
                .callback(untilTheEnd)
                .train();
        if (run.status() == RunStatus.INTERRUPTED) {
          print("%s: %s, goes on the next time", architecture, run.record().reason());
        } else {
          Files.createDirectories(folder.getParent());
          // figures and tables do not need the weights, which take 500 MB
          AtomicFile.writeFolder(folder, run.summary()::writeCompact);
        }
        run.model().close();
      }
      if (Files.exists(folder)) {
        print("%s", RunSummary.load(folder));
      }
    }
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
