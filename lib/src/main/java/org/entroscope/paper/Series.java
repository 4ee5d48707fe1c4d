package org.entroscope.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.engine.Precision;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.Sweep;

/**
 * The experiments behind the findings in the {@link Regime}: every table and figure of the paper at
 * the scale of a laptop. They are grouped into series that are recorded one after the other, the
 * most decisive first. Within a series, all architectures are trained with one seed before the next
 * seed begins. A series that was stopped can therefore be judged with the seeds that it has.
 *
 * <p>All series but {@link #strengths()} share one folder, in which an experiment that occurs in
 * two series is trained only once.
 */
public final class Series {

  /** The number of seeds of all experiments on which claims are based. */
  public static final int SEEDS = Verdict.SEEDS;

  /** The number of seeds of the proposal and its parts, which differ by a few per cent. */
  public static final int SEEDS_PROPOSED = 10;

  /**
   * The number of seeds of the paper's geometry, which is only compared with the published figures.
   */
  public static final int SEEDS_GEOMETRY = 2;

  private static final String FOLDER = "notebooks/results/series";

  /** A separate folder, so that no result is reported from the seeds of a search. */
  private static final String SEARCH_FOLDER = "notebooks/results/strengths";

  private static final String[] HEADLINE = {
    "SM", "SM + LN + G", "SM + WN(FFN)", "SM + SN(FFN)", "SM + ScFFN", "SM + ScFuFFN"
  };

  private static final String[] PLACEMENT = {
    "SM + WN(QK)",
    "SM + SN(QK)",
    "SM + WN(QK+FFN)",
    "SM + SN(QK+FFN)",
    "SM + WN(QKV+FFN)",
    "SM + SN(QKV+FFN)",
    "SM + WN(QKVO+FFN)",
    "SM + SN(QKVO+FFN)",
    "SM + SR(QKVO+FFN)",
    "SM + QKN"
  };

  private Series() {}

  private static Grid grid(String... architectures) {
    return Grid.of(architectures).shape(Regime.SHAPE).plans(Regime.PLAN).seeds(SEEDS);
  }

  private static Grid grid(Architecture... architectures) {
    return Grid.of(architectures).shape(Regime.SHAPE).plans(Regime.PLAN).seeds(SEEDS);
  }

  /** Returns the ladder of Table 2 and Figures 2, 3 and 5. */
  public static Grid ladder() {
    return grid("SM", "SM + LN + G", "SM + G", "SM + R", "SM + LN + R", "SM + LN");
  }

  /**
   * Returns the proposal with learned thresholds and its parts, as in Table 3 and Figures 5f and 6.
   */
  public static Grid proposed() {
    return grid(
            Regime.learned(), Architecture.of("SM + ScFuFFN"), Architecture.of("SM(t) + ScFuFFN"))
        .seeds(SEEDS_PROPOSED);
  }

  /**
   * Returns the variants of the proposal: with fixed thresholds, with Algorithm 1's mean, and
   * without temperatures.
   */
  public static Grid variants() {
    return grid(
        Regime.fixed(),
        Regime.algorithm1(),
        Architecture.of("SM + ScFuFFN").with(Regime.REGULARISER));
  }

  /**
   * Returns the softmax-only model at the paper's learning rate, at which it fails, with more
   * seeds. With ten seeds of it and five of each stabiliser, Fisher's exact test can decide 15
   * comparisons at once (1 / 3,003 each).
   */
  public static Grid bare() {
    return atPaperRate("SM").seeds(SEEDS_PROPOSED);
  }

  /** Returns the models of Table 6 in single precision, at the paper's learning rate. */
  public static Grid stabilisers() {
    return atPaperRate(HEADLINE);
  }

  /** Returns the other rows of Table 5 in single precision, and the rivals. */
  public static Grid placement() {
    return atPaperRate(PLACEMENT);
  }

  /** Returns the models of Table 6 in FLOAT16, in which the paper trained. */
  public static Grid half() {
    return stabilisers().precision(Precision.FLOAT16);
  }

  /** Returns the other rows of Table 5 in FLOAT16, and the rivals. */
  public static Grid halfPlacement() {
    return placement().precision(Precision.FLOAT16);
  }

  private static Grid atPaperRate(String... architectures) {
    return grid(architectures).plans(Regime.PAPER_RATE_PLAN);
  }

  /**
   * Returns the models of Figures 2a, 3 and 5 with the paper's numbers of layers and heads and its
   * context.
   */
  public static Grid geometry() {
    EntropyRegulariser published =
        Regime.regulariser(Regime.STRENGTH, Regime.GEOMETRY_PLAN, Regime.GEOMETRY);
    List<Architecture> all = new ArrayList<>();
    for (String name : List.of("SM", "SM + LN + G", "SM + G", "SM + R")) {
      all.add(Architecture.of(name));
    }
    all.add(Regime.guided(published));
    for (String name : List.of("SM + ScFuFFN", "SM + LN", "SM(t) + ScFuFFN")) {
      all.add(Architecture.of(name));
    }
    return Grid.of(all.toArray(Architecture[]::new))
        .shape(Regime.GEOMETRY)
        .plans(Regime.GEOMETRY_PLAN)
        .seeds(SEEDS_GEOMETRY);
  }

  /** Returns the models of Table 8 with half as many layers again, and the softmax-only model. */
  public static Grid deeper() {
    List<Architecture> all = new ArrayList<>(published().architectures());
    all.add(Architecture.of("SM"));
    return grid(all.toArray(Architecture[]::new)).depths(Regime.DEEP);
  }

  /** Returns the models of Table 7 with twice the context and as many tokens per step. */
  public static Grid longer() {
    return at(2 * Regime.SHAPE.context());
  }

  /**
   * Returns the models of Table 4 with eight times the context, which is the paper's T=512, and
   * with evaluations after each quarter of the steps.
   */
  public static Grid longest() {
    int context = 8 * Regime.SHAPE.context();
    TrainingPlan plan = Regime.plan(context);
    return at(context).plans(plan.with(p -> p.evaluationInterval = plan.steps() / 4));
  }

  private static Grid at(int context) {
    return published().contexts(context).plans(Regime.plan(context));
  }

  /** Returns the rows of Tables 3, 4, 7 and 8. */
  private static Grid published() {
    return grid(
        Architecture.of("SM + LN + G"),
        Architecture.of("SM + LN + R"),
        Architecture.of("SM + ScFuFFN"),
        Regime.learned());
  }

  /**
   * Returns the models of ReLU's Revival that are similar to Pythia, with six layers, rotary
   * positions, a parallel feed-forward network and an untied vocabulary projection, at one context
   * and at twice as much.
   */
  public static List<Grid> pythia() {
    String[] models =
        List.of("SM + LN + G", "SM + LN + R", "SM + G", "SM + R").stream()
            .map(ladder -> ladder + " + RoPE(0.25) + Parallel + untied + bias(all)")
            .toArray(String[]::new);
    ModelShape six = Regime.SHAPE.withLayers(6);
    int twice = 2 * six.context();
    return List.of(
        grid(models).shape(six),
        grid(models).shape(six.withContext(twice)).plans(Regime.plan(twice)));
  }

  /**
   * Returns the models of ReLU's Revival with slopes between identity and ReLU, fixed and learned.
   */
  public static Grid leaky() {
    return grid("SM + LReLU(layer)", "SM + LReLU(model)", "SM + LReLU(0.01)", "SM + LReLU(0.1)");
  }

  /**
   * Returns the models of Figures 7 and 8 with different tolerances of the published regulariser.
   */
  public static Grid gammas() {
    return grid(Regime.GAMMAS.stream().map(Regime::guided).toArray(Architecture[]::new));
  }

  /** Returns narrow models with the paper's initial standard deviation. */
  public static Grid start() {
    return grid("SM", "SM + LN + G").shape(Regime.SHAPE.withInitialStd(0.02));
  }

  /**
   * Returns models with strengths of the regulariser around the published one, with learned and
   * with fixed thresholds. They are judged by the loss on training data, with two seeds from which
   * nothing else is reported.
   */
  public static Grid strengths() {
    List<Architecture> all = new ArrayList<>();
    for (double strength : List.of(0.1, Regime.STRENGTH, 0.3, 0.66, 1.0)) {
      EntropyRegulariser learned = Regime.regulariser(strength, Regime.PLAN, Regime.SHAPE);
      all.add(Regime.guided(learned));
      all.add(Regime.guided(learned.withThresholds(0.5, 0)));
    }
    all.add(Architecture.of("SM(t) + ScFuFFN"));
    return grid(all.toArray(Architecture[]::new)).seeds(Grid.FIRST_SEED - 5, Grid.FIRST_SEED - 4);
  }

  /** Returns the experiments that a rerun with other seeds has to confirm. */
  public static Sweep headline() {
    return Sweep.of(ladder(), proposed()).into(FOLDER);
  }

  /** Returns the series by name, in the order in which they should be recorded. */
  public static Map<String, Sweep> all() {
    Map<String, Sweep> all = new LinkedHashMap<>();
    all.put("ladder", Sweep.of(ladder()));
    all.put("stabilisers", Sweep.of(stabilisers(), bare()));
    all.put("half", Sweep.of(half(), bare().precision(Precision.FLOAT16)));
    all.put("proposed", Sweep.of(proposed(), variants()));
    all.put("geometry", Sweep.of(geometry()));
    all.put("deeper", Sweep.of(deeper()));
    all.put("longer", Sweep.of(longer()));
    all.put("leaky", Sweep.of(leaky()));
    all.put("gammas", Sweep.of(gammas()));
    all.put("placement", Sweep.of(placement()));
    all.put("half-placement", Sweep.of(halfPlacement()));
    all.put("longest", Sweep.of(longest()));
    all.put("pythia", Sweep.of(pythia().toArray(Grid[]::new)));
    all.put("start", Sweep.of(start()));
    all.replaceAll((name, sweep) -> sweep.into(FOLDER));
    all.put("strengths", Sweep.of(strengths()).into(SEARCH_FOLDER));
    return all;
  }
}
