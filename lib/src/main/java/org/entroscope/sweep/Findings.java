package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.entropy.Regularisation;
import org.entroscope.training.TrainingPlan;

/**
 * The experiments behind the notebooks of findings: every table and figure of the paper at the
 * scale of a laptop. All that decides about cost stands in this file.
 *
 * <p>Two lengths: {@link #LONG} for the headline, {@link #SHORT} for everything else. A training of
 * L=8, T=64 and {@link #LONG} steps takes about two minutes of two cores; the whole about four
 * hours and a half.
 */
public final class Findings {

  /** L=8, H=4, d=128, T=64 on bytes, with the paper's geometry at the start. */
  public static final ModelShape SHAPE = ModelShape.deepLaptop();

  /** Where a model without LayerNorm fails. */
  public static final int DEEP = 12;

  /** Steps of the headline: 2.6 million tokens. */
  public static final int STEPS_LONG = 2500;

  /** Steps of the rest. */
  public static final int STEPS_SHORT = 1400;

  /** Seeds of the headline. */
  public static final int SEEDS_LONG = 5;

  /** Seeds of the rest. */
  public static final int SEEDS_SHORT = 3;

  /** Figure 7's tolerances. */
  private static final double[] GAMMAS = {0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3};

  /**
   * The regulariser at this scale: the authors' sum with a weight 3,000 times the paper's, which
   * belongs to batches of 512 x 128 queries.
   */
  public static final Regularisation REGULARISATION = Regularisation.PAPER.withLambda(3e-2);

  /** The headline's plan. */
  public static final TrainingPlan LONG = plan(STEPS_LONG);

  /** The plan of the rest. */
  public static final TrainingPlan SHORT = plan(STEPS_SHORT);

  private static final String[] LADDER = {
    "SM + LN + G", "SM + LN + R", "SM + LN", "SM + G", "SM + R", "SM"
  };

  private static final String[] PROPOSED = {
    "SM + ScFuFFN", "SM(t) + ScFuFFN", "EReg(SM(t) + ScFuFFN)"
  };

  /** The four rows of Tables 3, 4, 7 and 8. */
  private static final String[] COMPARED = {
    "SM + LN + G", "SM + LN + R", "SM + ScFuFFN", "EReg(SM(t) + ScFuFFN)"
  };

  private Findings() {}

  private static TrainingPlan plan(int steps) {
    return TrainingPlan.laptop()
        .with(
            p -> {
              p.steps = steps;
              p.batchSize = 16;
              p.entropyEvery = 100;
              p.evaluateEvery = 250;
              p.evaluationExamples = 1024;
              p.regularisation = REGULARISATION;
            });
  }

  /** A grid of the rest: three seeds, the short plan. */
  private static Grid grid(String... architectures) {
    return Grid.of(architectures).shape(SHAPE).plans(SHORT).seeds(SEEDS_SHORT);
  }

  private static Grid headline(String... architectures) {
    return Grid.of(architectures).shape(SHAPE).plans(LONG).seeds(SEEDS_LONG);
  }

  /** Table 2, Figures 2, 3 and 5: the ladder. */
  public static Grid ladder() {
    return headline(LADDER);
  }

  /** Table 3, Figures 5f and 6: the paper's proposal and its parts. */
  public static Grid proposed() {
    return headline(PROPOSED);
  }

  /** Tables 5 and 6, Figure 5c-e: stabilisers, their rivals, and the model they are to mend. */
  public static Grid stabilisers() {
    return grid(
        "SM",
        "SM + WN(QK)",
        "SM + WN(FFN)",
        "SM + WN(QK+FFN)",
        "SM + WN(QKV+FFN)",
        "SM + WN(QKVO+FFN)",
        "SM + SN(QK)",
        "SM + SN(FFN)",
        "SM + SN(QK+FFN)",
        "SM + SN(QKV+FFN)",
        "SM + SN(QKVO+FFN)",
        "SM + ScFFN",
        "SM + SR(QKVO+FFN)",
        "SM + QKN");
  }

  /** The same question where the softmax-only model fails: deeper. Also Table 8. */
  public static Grid deep() {
    return grid(
            "SM",
            "SM + WN(FFN)",
            "SM + SN(FFN)",
            "SM + ScFFN",
            "SM + ScFuFFN",
            "SM + LN + G",
            "SM + LN + R",
            "EReg(SM(t) + ScFuFFN)")
        .depths(DEEP);
  }

  /** ReLU's Revival: slopes between identity and ReLU. */
  public static Grid leaky() {
    return grid(
        "SM + G",
        "SM + R",
        "SM + LReLU(0.01)",
        "SM + LReLU(0.1)",
        "SM + LReLU(layer)",
        "SM + LReLU(model)");
  }

  /** Figures 7 and 8: tolerances of the regulariser. */
  public static Grid gammas() {
    return grid("EReg(SM(t) + ScFuFFN)").gammas(GAMMAS);
  }

  /** Tables 3 and 7: the base context; for comparison with the next. */
  public static Grid base() {
    return grid(COMPARED);
  }

  /** Table 7: twice the context, in batches of half as many examples, so as many tokens. */
  public static Grid longer() {
    return grid(COMPARED)
        .contexts(2 * SHAPE.context())
        .plans(SHORT.with(p -> p.batchSize = SHORT.batchSize() / 2));
  }

  /** The paper's initial standard deviation in a narrow model: heads stay uniform. */
  public static Grid start() {
    return grid("SM", "SM + LN + G").shape(SHAPE.withInitialStd(0.02));
  }

  /** Everything above. */
  public static Sweep all() {
    return Sweep.of(
        ladder(), proposed(), stabilisers(), deep(), leaky(), gammas(), base(), longer(), start());
  }

  /**
   * The search for the regulariser's strength, for where its thresholds start and for whether they
   * learn; one seed.
   */
  public static Sweep regulariser() {
    List<TrainingPlan> plans = new ArrayList<>();
    for (double lambda : List.of(1e-5, 1e-2, 3e-2, 1e-1, 3e-1)) {
      for (double rate : List.of(0.0, 1.0)) {
        for (double start : List.of(0.3, 0.5)) {
          Regularisation strength = REGULARISATION.withLambda(lambda).withThresholds(start, rate);
          plans.add(SHORT.with(p -> p.regularisation = strength));
        }
      }
    }
    return Sweep.of(
        Grid.of(Architecture.EREG_SMT_SCFUFFN)
            .shape(SHAPE)
            .plans(plans.toArray(TrainingPlan[]::new)),
        Grid.of(Architecture.SMT_SCFUFFN).shape(SHAPE).plans(SHORT));
  }

  /** Two small experiments, to see whether everything works: half a minute. */
  public static Sweep tiny() {
    TrainingPlan plan = plan(60).with(p -> p.evaluateEvery = 20);
    return Sweep.of("SM", "SM + LN + G").shape(ModelShape.laptop().withLayers(2)).plan(plan);
  }

  /** The sweeps that the command line knows, by name. */
  static Map<String, Sweep> named() {
    Map<String, Sweep> named = new LinkedHashMap<>();
    named.put("findings", all());
    named.put("regulariser", regulariser());
    named.put("tiny", tiny());
    return named;
  }
}
