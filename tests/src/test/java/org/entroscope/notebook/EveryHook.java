package org.entroscope.notebook;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.paper.Paper;
import org.entroscope.plot.HeadBars;
import org.entroscope.plot.HeatMap;
import org.entroscope.plot.HistoryMaps;
import org.entroscope.plot.LayerHistory;
import org.entroscope.plot.LossCurves;
import org.entroscope.privacy.CostModel;
import org.entroscope.privacy.Frontier;
import org.entroscope.progress.ProgressState;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;

/** One output of every display hook. A given text is used wherever a user's text can appear. */
final class EveryHook {

  private static final HeadValues MAP = new HeadValues(new float[][] {{1, 2}, {0.5f, 2.5f}}, 32);
  private static final HeadHistory HISTORY = HeadHistory.empty().add(0, MAP).add(9, MAP);

  /** Outputs that cannot contain a user's text. */
  private final Map<String, DisplayBundle> fixed = new LinkedHashMap<>();

  /** Outputs that show the text. */
  private final Map<String, DisplayBundle> texts = new LinkedHashMap<>();

  private EveryHook(String text) {
    fix("architecture", Architecture.of("EReg(SM(t) + ScFuFFN)"));
    fix("shape", ModelShape.laptop());
    fix("map", MAP);
    fix("history", HISTORY);
    fix("distribution", HeadDistribution.of(MAP));
    fix("diagnosis", Diagnosis.of(MAP));
    fix("published table", Paper.table2());
    trained(text);
    figures(text);
    tablesaw(text);
    ProgressState half =
        new ProgressState(text, 1, 2, "files", 1, text, ProgressState.Phase.RUNNING);
    texts.put("progress", ProgressBars.bar(half));
    texts.put("live training", live(text));
  }

  static EveryHook showing(String text) {
    return new EveryHook(text);
  }

  Map<String, DisplayBundle> fixed() {
    return fixed;
  }

  Map<String, DisplayBundle> texts() {
    return texts;
  }

  private void fix(String hook, Object value) {
    fixed.put(hook, Displays.of(value).orElseThrow());
  }

  private void show(String hook, Object value) {
    texts.put(hook, Displays.of(value).orElseThrow());
  }

  private void trained(String text) {
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = 2;
                  p.batchSize = 2;
                  p.entropyInterval = 1;
                  p.evaluationInterval = 0;
                  p.evaluationExamples = 2;
                });
    Run run =
        Experiment.of("EReg(SM(t) + ScFuFFN)")
            .on(Corpus.of(numbers()))
            .shape(new ModelShape(2, 2, 16, 64, ModelShape.BYTES))
            .plan(plan)
            .quietly()
            .named(text)
            .train();
    show("run", run);
    show("thresholds", run.thresholds());
    show("temperatures", run.temperatures());
    fix("beside the paper", Paper.table2().beside(run));
    show("generation", run.model().generate(text, 3));
    show("runs compared", HeatMap.compare(run));
    show("losses compared", LossCurves.compare(run));
    show("histories compared", LayerHistory.compare(run));
    run.model().close();
  }

  private static String numbers() {
    return IntStream.range(0, 8000).mapToObj(i -> i + " " + i * i).collect(joining("\n"));
  }

  private void figures(String text) {
    Map<String, HeadValues> maps = new LinkedHashMap<>();
    maps.put(text, MAP);
    maps.put("SM", MAP);
    show("named map", HeatMap.of(text, MAP));
    show("attention", HeatMap.attention(new float[][] {{1, 0}, {0.5f, 0.5f}}, text));
    show("attention of all heads", new AttentionMaps(text, new float[][][][] {{{{1, 0}, {0, 1}}}}));
    show("named history", HistoryMaps.of(text, HISTORY));
    show("distributions", HeadDistribution.compare(maps));
    show("bars", HeadBars.of(HeadDistribution.compare(maps)));
    show(
        "frontier",
        Frontier.of(CostModel.paper()).add(text, Architecture.of("SM"), ModelShape.gpt2Small(), 3));
  }

  private void tablesaw(String text) {
    show(
        "table",
        Table.create(text, StringColumn.create(text, text, "b"), DoubleColumn.create("n", 1, 2)));
    show(
        "tablesaw figure",
        new Figure(
            Layout.builder(text, text, text).build(),
            BarTrace.builder(new Object[] {text, "b"}, new double[] {1, 2}).name(text).build()));
  }

  /** Returns the picture that remains below the cell of a training. */
  private static DisplayBundle live(String text) {
    FakeCell cell = new FakeCell("trains");
    FakeTraining state = new FakeTraining(text, 10);
    AtomicLong clock = new AtomicLong();
    LiveTraining live = new LiveTraining(() -> Optional.of(cell), clock::get);
    live.onTrainBegin(state);
    state.step = 1;
    state.history = HISTORY;
    live.onStepEnd(state);
    state.status = RunStatus.DIVERGED;
    state.reason = text;
    live.onTrainEnd(state);
    List<FakeCell.Shown> shown = cell.shown;
    return shown.get(shown.size() - 1).bundle();
  }
}
