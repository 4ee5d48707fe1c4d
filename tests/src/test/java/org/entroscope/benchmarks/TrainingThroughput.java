package org.entroscope.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.Precision;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.tokens.TokenizedCorpus;
import org.entroscope.tokens.Tokenizer;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;

/**
 * Compares a training step with that of PyTorch in Python. Both take turns, a block of steps each,
 * so that they run under the same conditions. Run by hand: {@code tests/benchmarks/run throughput},
 * followed by the names of the shapes to measure; all by default.
 */
public final class TrainingThroughput {

  /**
   * A model and its batches.
   *
   * @param warmUp the number of steps before the first measured one, in which Java compiles
   * @param block the number of steps in a block
   */
  private record Setting(
      String name, ModelShape shape, int batch, Tokenizer tokenizer, int warmUp, int block) {}

  private static final List<Setting> SETTINGS =
      List.of(
          setting("L8-H4-d64-T64x8", new ModelShape(8, 4, 64, 64, ModelShape.BYTES), 8, 1000, 20),
          setting("L8-H4-d128-T64x16", new ModelShape(8, 4, 128, 64, ModelShape.BYTES), 16, 400, 8),
          setting(
              "L4-H4-d128-T128x16", new ModelShape(4, 4, 128, 128, ModelShape.BYTES), 16, 400, 5),
          new Setting("GPT2-small-T128x4", ModelShape.gpt2Small(), 4, Tokenizer.gpt2(), 5, 1));

  private static final int BLOCKS = 15;

  private static final boolean PEER = Peer.exists();
  private static final boolean ONE_THREAD = "1".equals(System.getenv("OMP_NUM_THREADS"));

  private final Setting setting;
  private final TokenizedCorpus data;

  private TrainingThroughput(Setting setting) {
    this.setting = setting;
    data = RandomWords.corpus().tokenize(setting.tokenizer());
  }

  private static Setting setting(String name, ModelShape shape, int batch, int warmUp, int block) {
    return new Setting(name, shape, batch, Tokenizer.bytes(), warmUp, block);
  }

  /** Prints one line for each shape and way of training. */
  public static void main(String[] names) throws IOException {
    System.out.printf(
        "milliseconds of %s time for a step, medians of %d blocks; ratio: the peer's time / ours%n",
        ONE_THREAD ? "processor" : "elapsed", BLOCKS);
    for (Setting each : SETTINGS) {
      if (names.length == 0 || List.of(names).contains(each.name())) {
        TrainingThroughput throughput = new TrainingThroughput(each);
        throughput.measure(false, Precision.FLOAT32);
        throughput.measure(true, Precision.FLOAT32);
        if (hasBfloat16()) {
          throughput.measure(false, Precision.BFLOAT16);
        }
      }
    }
  }

  /** Returns whether the processor has bfloat16 instructions (Linux). */
  private static boolean hasBfloat16() throws IOException {
    Path about = Path.of("/proc/cpuinfo");
    return Files.exists(about) && Files.readString(about).contains("_bf16");
  }

  private void measure(boolean entropy, Precision precision) {
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    costs.put("Entroscope", new ArrayList<>());
    List<Peer> peers = new ArrayList<>();
    try {
      for (String way : ways(entropy)) {
        peers.add(Peer.start(way, arguments(way, entropy, precision)));
      }
      for (Peer peer : peers) {
        costs.put(peer.name() + ", PyTorch " + peer.version(), new ArrayList<>());
      }
      train(entropy, precision, new Turns(peers, new ArrayList<>(costs.values())));
    } finally {
      peers.forEach(Peer::close);
    }
    print(entropy, precision, costs);
  }

  private static List<String> ways(boolean entropy) {
    if (!PEER) {
      return List.of();
    }
    return entropy ? List.of("eager", "compiled") : List.of("eager", "fused", "compiled");
  }

  private List<String> arguments(String way, boolean entropy, Precision precision) {
    ModelShape s = setting.shape();
    List<String> arguments = new ArrayList<>(List.of("tests/benchmarks/peer_training.py"));
    for (int each :
        new int[] {s.layers(), s.heads(), s.hiddenSize(), s.context(), s.vocabulary()}) {
      arguments.add(Integer.toString(each));
    }
    arguments.add(Integer.toString(setting.batch()));
    arguments.add(way);
    arguments.add(entropy ? "entropy" : "off");
    arguments.add(precision == Precision.BFLOAT16 ? "bfloat16" : "float32");
    return arguments;
  }

  /** Lets the peers make a block of steps after every block of ours. */
  private final class Turns implements TrainingCallback {
    private final List<Peer> peers;
    private final List<List<Cost>> costs;
    private Cost begun;

    /** Takes a list for our times, followed by one for each peer. */
    Turns(List<Peer> peers, List<List<Cost>> costs) {
      this.peers = peers;
      this.costs = costs;
    }

    @Override
    public void onStepEnd(TrainingState state) {
      int counted = state.step() - setting.warmUp();
      if (counted < 0 || counted % setting.block() != 0) {
        return;
      }
      if (counted > 0) {
        costs.get(0).add(Cost.since(begun, setting.block()));
      }
      for (int i = 0; i < peers.size() && counted < BLOCKS * setting.block(); i++) {
        Cost cost = peers.get(i).run(setting.block());
        if (counted > 0) { // the first block compiles
          costs.get(i + 1).add(cost);
        }
      }
      begun = Cost.soFar();
    }
  }

  private void train(boolean entropy, Precision precision, TrainingCallback turns) {
    int steps = setting.warmUp() + BLOCKS * setting.block() + 1; // the last one evaluates
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = steps;
                  p.batchSize = setting.batch();
                  p.entropyInterval = entropy ? 1 : steps;
                  p.evaluationInterval = 0;
                  p.evaluationExamples = setting.batch();
                });
    Run run =
        Experiment.of(Architecture.of("SM + LN + G"))
            .on(data)
            .shape(setting.shape())
            .plan(plan)
            .precision(precision)
            .quietly()
            .callback(turns)
            .train();
    run.model().close();
  }

  private void print(boolean entropy, Precision precision, Map<String, List<Cost>> costs) {
    ToDoubleFunction<Cost> part = ONE_THREAD ? Cost::processor : Cost::elapsed;
    System.out.printf(
        "%s, %s, entropy %s%n", setting.name(), precision, entropy ? "at every step" : "off");
    double ours = Cost.median(costs.get("Entroscope"), part);
    costs.forEach(
        (name, each) -> {
          double theirs = Cost.median(each, part);
          System.out.printf(Locale.ROOT, "  %-40s %8.1f  %.2f%n", name, theirs, theirs / ours);
        });
  }
}
