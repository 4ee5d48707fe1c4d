package org.entroscope.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Tables;
import org.entroscope.runs.RunSpec;
import org.entroscope.runs.RunSummary;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.DiagnosisCriteria;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.sweep.Numbers;
import org.entroscope.sweep.SweepEntry;
import org.entroscope.sweep.SweepResult;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The criteria of the search for a regime ({@link RegimeSearch}), computed from its results. Only
 * finished runs count.
 */
public final class RegimeCriteria {

  private static final double[] LOWEST = {0.20, 0.45};
  private static final double[] TOP = {0.30, 0.55};

  private RegimeCriteria() {}

  /**
   * Returns one row per setting with the first two criteria: the perplexity of SM, its shares of
   * heads in the lowest and in the top range of its largest head, and whether these shares are
   * within the limits; the number of runs in which only the deeper half of the layers has heads
   * near zero, and not before half of the drop in loss; and the perplexity of the baseline. Numbers
   * are means over seeds; those that were not measured are missing.
   */
  public static Table table(SweepResult search) {
    IntColumn layers = IntColumn.create("L");
    IntColumn width = IntColumn.create("d");
    IntColumn context = IntColumn.create("T");
    IntColumn batch = IntColumn.create("batch");
    IntColumn steps = IntColumn.create("steps");
    DoubleColumn rate = Numbers.column("learning rate", "0.#E0");
    DoubleColumn warmUp = Numbers.column("warm-up", "0.##");
    IntColumn seeds = IntColumn.create("seeds");
    DoubleColumn perplexity = Numbers.column("SM: perplexity", "0.00");
    DoubleColumn lowest = Numbers.column("lowest range", "0.00");
    DoubleColumn top = Numbers.column("top range", "0.00");
    StringColumn shares = StringColumn.create("criterion 1");
    StringColumn collapse = StringColumn.create("criterion 2");
    DoubleColumn baseline = Numbers.column("SM + LN + G: perplexity", "0.00");
    settings(search)
        .forEach(
            (setting, models) -> {
              List<RunSummary> bare = models.getOrDefault(RegimeSearch.BARE, List.of());
              List<RunSummary> full = models.getOrDefault(RegimeSearch.BASELINE, List.of());
              ModelShape shape = setting.shape();
              TrainingPlan plan = setting.plan();
              layers.append(shape.layers());
              width.append(shape.hiddenSize());
              context.append(shape.context());
              batch.append(plan.batchSize());
              steps.append(plan.steps());
              rate.append(plan.learningRate());
              warmUp.append(plan.warmUp());
              seeds.append(Math.max(bare.size(), full.size()));
              perplexity.append(mean(bare, RunSummary::perplexity));
              double low = mean(bare, Measure.LOWEST_RANGE::of);
              double high = mean(bare, Measure.TOP_RANGE::of);
              lowest.append(low);
              top.append(high);
              boolean inside = within(low, LOWEST) && within(high, TOP);
              shares.append(bare.isEmpty() ? "" : inside ? "met" : "not met");
              long confined = bare.stream().filter(RegimeCriteria::collapsesDeepAndLate).count();
              collapse.append(bare.isEmpty() ? "" : confined + " of " + bare.size());
              baseline.append(mean(full, RunSummary::perplexity));
            });
    return Tables.create("Settings of the search", layers, width, context, batch, steps, rate)
        .addColumns(warmUp, seeds, perplexity, lowest, top, shares, collapse, baseline)
        .sortOn("L", "d", "T", "batch", "steps", "learning rate", "warm-up");
  }

  /**
   * Returns the third criterion, with one row per setting of which a larger one was trained, too:
   * the change of the baseline's perplexity, in per cent, with half as many layers again, with
   * twice the context and half the batch, and with twice the steps. Changes are means over the
   * seeds that both settings have.
   */
  public static Table baseline(SweepResult search) {
    Map<RunSpec, Map<String, List<RunSummary>>> settings = settings(search);
    StringColumn setting = StringColumn.create("setting");
    IntColumn seeds = IntColumn.create("seeds");
    DoubleColumn layers = Numbers.column("more layers (%)", "+0.0;-0.0");
    DoubleColumn context = Numbers.column("twice the context (%)", "+0.0;-0.0");
    DoubleColumn steps = Numbers.column("twice the steps (%)", "+0.0;-0.0");
    settings.forEach(
        (small, models) -> {
          List<RunSummary> runs = models.getOrDefault(RegimeSearch.BASELINE, List.of());
          double deeper = change(runs, settings, small, RegimeCriteria::deeper);
          double longer = change(runs, settings, small, RegimeCriteria::longer);
          double more = change(runs, settings, small, RegimeCriteria::moreSteps);
          if (!Double.isNaN(deeper) || !Double.isNaN(longer) || !Double.isNaN(more)) {
            setting.append(
                "L=%d d=%d T=%d, batch %d, rate %s"
                    .formatted(
                        small.shape().layers(),
                        small.shape().hiddenSize(),
                        small.shape().context(),
                        small.plan().batchSize(),
                        small.plan().learningRate()));
            seeds.append(runs.size());
            layers.append(deeper);
            context.append(longer);
            steps.append(more);
          }
        });
    return Tables.create("SM + LN + G in larger settings", setting, seeds)
        .addColumns(layers, context, steps);
  }

  private static RunSpec deeper(RunSpec setting) {
    ModelShape shape = setting.shape();
    return shaped(setting, shape.withLayers(shape.layers() * 3 / 2), setting.plan());
  }

  private static RunSpec longer(RunSpec setting) {
    ModelShape shape = setting.shape();
    int half = setting.plan().batchSize() / 2;
    return shaped(
        setting,
        shape.withContext(2 * shape.context()),
        setting.plan().with(plan -> plan.batchSize = half));
  }

  private static RunSpec moreSteps(RunSpec setting) {
    TrainingPlan plan = setting.plan();
    return shaped(setting, setting.shape(), plan.withSteps(2 * plan.steps()));
  }

  private static RunSpec shaped(RunSpec setting, ModelShape shape, TrainingPlan plan) {
    return new RunSpec(
        setting.architecture(),
        shape,
        plan,
        setting.seed(),
        setting.corpusHash(),
        setting.tokenizer(),
        setting.precision(),
        setting.start(),
        setting.versions());
  }

  private static double change(
      List<RunSummary> runs,
      Map<RunSpec, Map<String, List<RunSummary>>> settings,
      RunSpec small,
      UnaryOperator<RunSpec> larger) {
    List<RunSummary> others =
        settings
            .getOrDefault(larger.apply(small), Map.of())
            .getOrDefault(RegimeSearch.BASELINE, List.of());
    List<Double> changes = new ArrayList<>();
    for (RunSummary run : runs) {
      for (RunSummary other : others) {
        if (run.seed() == other.seed()) {
          changes.add(Scale.RATIO.difference(other.perplexity(), run.perplexity()));
        }
      }
    }
    return Scale.RATIO.printed(
        changes.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
  }

  /** Returns the finished runs by setting, without architecture and seed, and by architecture. */
  private static Map<RunSpec, Map<String, List<RunSummary>>> settings(SweepResult search) {
    Map<RunSpec, Map<String, List<RunSummary>>> settings = new LinkedHashMap<>();
    for (SweepEntry entry : search.entries()) {
      if (entry.run() != null && entry.status() != SweepEntry.Status.DIVERGED) {
        RunSpec setting = entry.spec().anySeed().anyArchitecture().withCorpus("");
        settings
            .computeIfAbsent(setting, s -> new LinkedHashMap<>())
            .computeIfAbsent(entry.spec().architecture(), a -> new ArrayList<>())
            .add(entry.run());
      }
    }
    return settings;
  }

  private static double mean(List<RunSummary> runs, ToDoubleFunction<RunSummary> of) {
    return runs.stream().mapToDouble(of).average().orElse(Double.NaN);
  }

  private static boolean within(double value, double[] limits) {
    return value >= limits[0] && value <= limits[1];
  }

  /** Returns whether a run meets the second criterion. */
  private static boolean collapsesDeepAndLate(RunSummary run) {
    HeadValues end = run.entropy();
    double limit = DiagnosisCriteria.DEFAULT.collapsedBelow() * EntropyBound.causal(end.context());
    int half = end.layers() / 2;
    for (int layer = 0; layer < half; layer++) {
      for (float head : end.values()[layer]) {
        if (head < limit) {
          return false;
        }
      }
    }
    int reached = halfOfTheDrop(run);
    HeadHistory history = run.history();
    for (int i = 0; i < history.size() && history.steps()[i] < reached; i++) {
      double[] means = history.map(i).layerMeans();
      double deep = Arrays.stream(means, half, means.length).average().orElseThrow();
      if (deep < limit) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first recorded step at which half of the drop in training loss is reached. */
  private static int halfOfTheDrop(RunSummary run) {
    Table metrics = run.metrics();
    double first = metrics.doubleColumn("loss").get(0);
    double middle = (first + run.evaluationLoss()) / 2;
    for (int row = 0; row < metrics.rowCount(); row++) {
      if (metrics.doubleColumn("loss").getDouble(row) <= middle) {
        return metrics.intColumn("step").getInt(row);
      }
    }
    return run.record().steps();
  }
}
