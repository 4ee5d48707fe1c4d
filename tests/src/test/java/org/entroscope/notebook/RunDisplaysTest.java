package org.entroscope.notebook;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.engine.Precision;
import org.entroscope.engine.Scalar;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.LearnedParameters;
import org.entroscope.paper.Paper;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RunDisplaysTest {

  private static final String ATTACK = "</td><script>window.attacked=1</script>";
  private static Experiment experiment;
  private static Run run;

  @BeforeAll
  static void train() {
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = 6;
                  p.batchSize = 2;
                  p.entropyInterval = 2;
                  p.evaluationInterval = 0;
                  p.evaluationExamples = 4;
                });
    experiment =
        Experiment.of("EReg(SM(t) + ScFuFFN)")
            .on(Corpus.of(numbers()))
            .shape(new ModelShape(2, 2, 16, 16, 256))
            .plan(plan)
            .quietly();
    run = experiment.named(ATTACK).train();
  }

  private static String numbers() {
    return IntStream.range(0, 8000).mapToObj(i -> i + " " + i * i).collect(joining("\n"));
  }

  private static DisplayBundle bundle(Object value) {
    return Displays.of(value).orElseThrow();
  }

  @Test
  void aRunIsACardThatNeedsNoScript() {
    DisplayBundle card = bundle(run);
    assertFalse(card.needsPlotly());
    assertFalse(card.html().contains("<script"), card.html());
    assertTrue(card.html().contains("&lt;script&gt;"), "the name is shown literally");
    String drawing = Pictures.svg(card.html()).get(0);
    assertEquals(1 + 4, drawing.split("<rect ", -1).length - 1, "the ground, and one cell a head");
    assertTrue(card.html().contains("6 of 6"));
    assertTrue(card.text().contains("EReg(SM(t) + ScFuFFN)"), card.text());
    assertTrue(card.text().contains("perplexity"), card.text());
    assertTrue(card.text().contains(run.diagnosis().toString()), card.text());
    String untrained = "finished at the unigram level: it has learned nothing from context";
    assertTrue(card.text().contains(untrained), card.text());
    assertTrue(card.html().contains(untrained) && card.html().contains("#d55e00"), card.html());
    assertTrue(card.text().contains(run.ngrams().toString()), card.text());
  }

  @Test
  void theCardOfARunInHalfPrecisionTellsOfItsOverflows() {
    Hook huge = Hook.at("layer.1.attention.query", query -> query.mul(Scalar.of(query, 1e6)));
    Run half = experiment.precision(Precision.FLOAT16).hook(huge).train();
    String text = bundle(half).text();
    assertTrue(text.contains("precision      FLOAT16"), text);
    assertTrue(
        text.contains(
            "overflows      6 steps skipped, the first at step 1: layer.1.attention.scores in the"
                + " forward pass"),
        text);
    assertFalse(bundle(run).text().contains("overflows"), "nothing of it in single precision");
    half.model().close();
  }

  @Test
  void anInterruptedRunSaysSo() {
    Run stopped =
        experiment
            .callback(
                new TrainingCallback() {
                  @Override
                  public void onStepEnd(TrainingState state) {
                    if (state.step() == 2) {
                      state.stop();
                    }
                  }
                })
            .train();
    String text = bundle(stopped).text();
    assertTrue(text.contains("interrupted after step"), text);
    assertFalse(text.contains("interrupted: interrupted"), text);
    assertFalse(text.contains("perplexity"), text);
  }

  @Test
  void learnedThresholdsAndTemperaturesAreMaps() {
    for (DisplayBundle map : List.of(bundle(run.thresholds()), bundle(run.temperatures()))) {
      assertTrue(map.needsPlotly());
      assertFalse(map.html().contains("<script>window"), map.html());
    }
    // after 6 steps at a small rate, both are still near their start
    assertEquals(0.5, run.thresholds().summary().getAverage(), 0.02);
    assertEquals(1.01, run.temperatures().summary().getAverage(), 0.02);
    assertEquals(2, run.thresholds().toTable().rowCount());
    Gpt bare = Gpt.create(Architecture.of("SM"), run.shape(), 1);
    String message =
        assertThrows(IllegalStateException.class, () -> LearnedParameters.temperatures("SM", bare))
            .getMessage();
    assertTrue(message.contains("SM has no temperatures"), message);
  }

  @Test
  void aShortHistoryHasLinesAndAllItsMaps() {
    DisplayBundle history = bundle(run.history());
    assertFalse(history.html().contains("\"sliders\""), "few steps need no slider");
    assertTrue(history.html().contains("\"text\":\"step 0\""), history.html());
    assertEquals(2, history.html().split("<div class=\"entroscope-figure\"", -1).length - 1);
    String picture = (String) history.forms().get(DisplayBundle.SVG);
    assertEquals(3, picture.split("<svg", -1).length - 1, "both in one picture");
  }

  @Test
  void aLongHistoryHasLinesAndASlider() {
    HeadHistory many = HeadHistory.empty();
    for (int step = 0; step < 6; step++) {
      many = many.add(step, run.entropy());
    }
    DisplayBundle history = bundle(many);
    assertTrue(history.html().contains("\"sliders\""));
    assertEquals(2, history.html().split("<div class=\"entroscope-figure\"", -1).length - 1);
    assertFalse(DrawnFrom.html(history.html()).path("layout").has("sliders"));
  }

  @Test
  void aContinuedTextIsShownLiterally() {
    DisplayBundle text = bundle(run.model().generate("<script>a", 4));
    assertFalse(text.html().contains("<script"), text.html());
    assertTrue(text.html().contains("&lt;script&gt;a"), text.html());
    assertEquals(4, text.html().split("title=\"", -1).length - 1, "one ground a token");
  }

  @Test
  void publishedTablesNameTheirSource() {
    DisplayBundle table = bundle(Paper.table2());
    assertTrue(table.html().contains("arXiv 2501.03489"), table.html());
    assertTrue(table.text().contains(Paper.table2().source()));
  }
}
