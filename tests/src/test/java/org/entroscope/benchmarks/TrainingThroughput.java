package org.entroscope.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.SplittableRandom;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.Precision;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;

/**
 * Training throughput against the floor that large matrix products set, measured in this process.
 * Run by hand: {@code tests/benchmarks/run throughput}.
 */
public final class TrainingThroughput {

  private static final int WARM_UP = 3;

  private TrainingThroughput() {}

  /** Prints one line for each shape and way of logging. */
  public static void main(String[] arguments) {
    double gflops = matrixProducts();
    System.out.printf(Locale.ROOT, "large float32 matrix products: %.0f GFLOP/s%n", gflops);
    ModelShape small = new ModelShape(4, 4, 128, 128, ModelShape.BYTES);
    measure("L4 H4 d128 T128, 16", small, 16, Tokenizer.bytes(), 60, gflops);
    measure("GPT-2 small, 4 x 128", ModelShape.gpt2Small(), 4, Tokenizer.gpt2(), 12, gflops);
  }

  private static double matrixProducts() {
    int n = 2048;
    try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
      NDArray a = manager.randomNormal(new Shape(n, n)).toType(DataType.FLOAT32, false);
      double best = 0;
      for (int i = 0; i < 20; i++) {
        long begun = System.nanoTime();
        try (NDArray product = a.matMul(a)) {
          product.getFloat(0, 0);
        }
        best = Math.max(best, 2.0 * n * n * n / (System.nanoTime() - begun));
      }
      return best;
    }
  }

  private static void measure(
      String name, ModelShape shape, int batch, Tokenizer tokenizer, int steps, double gflops) {
    TokenizedCorpus data = text().tokenize(tokenizer);
    double tokens = (double) batch * shape.context();
    double floor = tokens / (flops(shape, tokens) / (gflops * 1e9));
    int never = steps + WARM_UP;
    double without = tokensPerSecond(shape, batch, data, steps, never, Precision.FLOAT32);
    double with = tokensPerSecond(shape, batch, data, steps, 1, Precision.FLOAT32);
    double rounded = tokensPerSecond(shape, batch, data, steps, never, Precision.BFLOAT16);
    System.out.printf(
        Locale.ROOT,
        "%s: floor %,.0f tokens/s; entropy off %,.0f (%.0f%% of the floor); entropy at every step"
            + " %,.0f (costs %.1f%%); bfloat16, entropy off %,.0f (%.2f)%n",
        name,
        floor,
        without,
        100 * without / floor,
        with,
        100 * (without / with - 1),
        rounded,
        rounded / without);
  }

  /** Matrix products of a step: forward, and twice that backward. */
  private static double flops(ModelShape s, double tokens) {
    double d = s.hiddenSize();
    double block = 2 * (4 * d * d + 8 * d * d) + 4 * d * s.context();
    return 3 * tokens * (s.layers() * block + 2 * d * s.vocabulary());
  }

  private static double tokensPerSecond(
      ModelShape shape,
      int batch,
      TokenizedCorpus data,
      int steps,
      int entropyInterval,
      Precision precision) {
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = steps + WARM_UP;
                  p.batchSize = batch;
                  p.entropyInterval = entropyInterval;
                  p.evaluationInterval = 0;
                  p.evaluationExamples = batch;
                });
    long[] times = new long[plan.steps() + 1];
    Run run =
        Experiment.of(Architecture.of("SM + LN + G"))
            .on(data)
            .shape(shape)
            .plan(plan)
            .precision(precision)
            .quietly()
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    times[state.step()] = System.nanoTime();
                  }
                })
            .train();
    run.model().close();
    // the last step includes the evaluation
    double seconds = (times[plan.steps() - 1] - times[WARM_UP]) / 1e9;
    return (steps - 1) * (double) batch * shape.context() / seconds;
  }

  /** Random words: throughput does not depend on what is learned. */
  private static Corpus text() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      text.append(Integer.toString(random.nextInt(36 * 36 * 36), 36));
      text.append(i % 12 == 0 ? '\n' : ' ');
    }
    return Corpus.of(text.toString());
  }
}
