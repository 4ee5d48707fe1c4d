package org.entroscope.notebook;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.corpus.Corpus;
import org.entroscope.paper.Regime;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;

/**
 * Measures what the live picture costs a training. The same training runs with and without the
 * picture, alternately. To run it by hand, use {@code tests/benchmarks/run notebook}.
 *
 * <p>The measure is the processor time of the training thread, which does all the computation here.
 * Other load on the computer therefore does not count. The clock of the picture uses the same time:
 * the picture is drawn twice per second of computing, as on an idle computer. Each picture is
 * converted to the text that would be sent. The sending itself is not measured, because another
 * thread does it.
 */
public final class LiveOutputCost {

  private static final int STEPS = 60;
  private static final int WARM_UP = 5;
  private static final LongSupplier CLOCK =
      () -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

  private static int pictures;
  private static long characters;

  private LiveOutputCost() {}

  /**
   * Prints the tokens per second of processor time for each pair.
   *
   * @param arguments the number of pairs; 6 if it is missing
   */
  public static void main(String[] arguments) {
    int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
    TokenizedCorpus data = Corpus.of(numbers()).tokenize(Tokenizer.bytes());
    tokensPerSecond(data, true); // lets the JVM compile both variants
    double[] costs = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      // the second run has an advantage, because the JVM has compiled more code
      boolean liveFirst = i % 2 == 0;
      double one = tokensPerSecond(data, liveFirst);
      double other = tokensPerSecond(data, !liveFirst);
      double live = liveFirst ? one : other;
      double quiet = liveFirst ? other : one;
      costs[i] = 100 * (quiet / live - 1);
      System.out.printf(
          Locale.ROOT,
          "pair %d: without %,.0f tokens/s, live %,.0f: costs %.2f%%%n",
          i + 1,
          quiet,
          live,
          costs[i]);
    }
    Arrays.sort(costs);
    System.out.printf(
        Locale.ROOT,
        "live output costs %.2f%% (median of %d pairs, from %.2f%% to %.2f%%); %d pictures of %,d"
            + " characters on average%n",
        (costs[(pairs - 1) / 2] + costs[pairs / 2]) / 2,
        pairs,
        costs[0],
        costs[pairs - 1],
        pictures,
        characters / Math.max(1, pictures));
  }

  private static double tokensPerSecond(TokenizedCorpus data, boolean live) {
    TrainingPlan plan =
        Regime.LIVE_PLAN.with(
            p -> {
              p.steps = STEPS + WARM_UP;
              p.evaluationInterval = 0;
              p.evaluationExamples = p.batchSize;
            });
    long[] times = new long[plan.steps() + 1];
    Experiment experiment =
        Experiment.of(Architecture.of("SM + LN + G"))
            .on(data)
            .shape(Regime.SHAPE)
            .plan(plan)
            .quietly();
    if (live) {
      experiment = experiment.callback(new LiveTraining(() -> Optional.of(new Sent()), CLOCK));
    }
    Run run =
        experiment
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    times[state.step()] = CLOCK.getAsLong();
                  }
                })
            .train();
    run.model().close();
    // the last step includes the evaluation
    double seconds = (times[plan.steps() - 1] - times[WARM_UP]) / 1e9;
    return (STEPS - 1.0) * plan.batchSize() * Regime.SHAPE.context() / seconds;
  }

  private static String numbers() {
    return IntStream.range(0, 20_000).mapToObj(i -> i + " " + i * i).collect(joining("\n"));
  }

  /** A cell that writes its outputs as Jupyter's messages are written, and discards them. */
  private static final class Sent implements CellOutput {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void display(DisplayBundle bundle, String id) {
      try {
        String text = JSON.writeValueAsString(bundle.forms());
        if (bundle.needsPlotly()) {
          pictures++;
          characters += text.length();
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a display can always be written", e);
      }
    }

    @Override
    public void update(DisplayBundle bundle, String id) {
      display(bundle, id);
    }

    @Override
    public String cell() {
      return "benchmark";
    }

    @Override
    public Object execution() {
      return LiveOutputCost.class;
    }
  }
}
