package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.entroscope.plot.PlotlyLibrary;
import org.entroscope.progress.Progress;
import org.entroscope.progress.ProgressState;
import org.entroscope.progress.TerminalDisplay;
import org.entroscope.runs.RunStatus;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Test;

class LiveTrainingTest {

  private final AtomicLong clock = new AtomicLong();
  private final FakeCell cell = new FakeCell("a");
  private final FakeTraining state = new FakeTraining("SM + G", 1000);
  private final LiveTraining live = new LiveTraining(() -> Optional.of(cell), clock::get);

  private void step() {
    clock.addAndGet(10_000_000); // 100 steps per second
    state.step++;
    if (state.step % 50 == 1) {
      state.history = state.history.add(state.step, new HeadValues(new float[][] {{1, 2}}, 16));
    }
    live.onStepEnd(state);
  }

  /** Returns all outputs except the library. */
  private List<FakeCell.Shown> pictures() {
    return cell.shown.stream().filter(s -> s.bundle().needsPlotly()).toList();
  }

  private String end() {
    return pictures().get(pictures().size() - 1).bundle().text();
  }

  @Test
  void drawsTwiceASecondInOnePlaceAndBuildsNothingInBetween() {
    live.onTrainBegin(state);
    for (int i = 0; i < 1000; i++) {
      step();
    }
    state.status = RunStatus.FINISHED;
    live.onTrainEnd(state);
    assertEquals(1 + 20 + 1, pictures().size(), "the begin, two a second for ten, the end");
    assertEquals(1, pictures().stream().map(FakeCell.Shown::id).distinct().count());
    assertFalse(pictures().get(0).update());
    assertTrue(pictures().stream().skip(1).allMatch(FakeCell.Shown::update));
    assertTrue(
        state.historyReads <= 3 * pictures().size(), "the history is read for pictures alone");
    assertEquals(1, state.metricsReads, "the table is copied once, at the begin");
  }

  @Test
  void onePictureIsSmallAndTheLibraryComesOnce() {
    live.onTrainBegin(state);
    for (int i = 0; i < 1000; i++) {
      step();
    }
    assertTrue(pictures().stream().allMatch(s -> s.bundle().html().length() < 40_000));
    int library = PlotlyLibrary.html().length();
    assertTrue(cell.shown.stream().filter(s -> s.bundle().html().length() >= library).count() <= 1);
  }

  @Test
  void saysHowItComputesAndWhatItSkips() {
    String products = "all products in FLOAT16, emulated on the CPU";
    state.products = products;
    live.onTrainBegin(state);
    assertTrue(end().contains("step 0 of 1,000, " + products), end());
    step();
    assertEquals(
        "step 1 of 1,000, 2,000 tokens/s, " + products + ", 75 s left",
        LiveTraining.progress(state));
    state.skippedSteps = 2;
    String skipped = ", 2 steps skipped (newest: layer.1.attention.scores in the forward pass)";
    assertTrue(LiveTraining.progress(state).contains(products + skipped));
    assertTrue(LiveTraining.end(state).endsWith(products + skipped));
  }

  @Test
  void theLossesOfEveryStepAndOfEvaluationsAreDrawn() {
    live.onTrainBegin(state);
    for (int i = 0; i < 50; i++) {
      step();
    }
    state.evaluationLoss = 1.25;
    live.onEvaluate(state);
    live.onTrainEnd(state);
    JsonNode traces =
        DrawnFrom.html(pictures().get(pictures().size() - 1).bundle().html()).path("data");
    assertEquals(50, traces.path(0).path("x").size());
    assertEquals("[1.25]", traces.path(1).path("y").toString());
  }

  @Test
  void whileItRunsItSaysHowFarItIs() {
    live.onTrainBegin(state);
    for (int i = 0; i < 100; i++) {
      step();
    }
    assertTrue(end().contains("step 100 of 1,000, 2,000 tokens/s, 75 s left"), end());
  }

  @Test
  void theEndSaysHowItCame() {
    live.onTrainBegin(state);
    step();
    state.status = RunStatus.FINISHED;
    live.onTrainEnd(state);
    assertTrue(end().contains("finished: step 1 of 1,000 in 12 min 5 s"), end());
    state.status = RunStatus.INTERRUPTED;
    live.onTrainEnd(state);
    assertTrue(end().contains("interrupted: step 1 of 1,000"), end());
    state.status = RunStatus.DIVERGED;
    state.reason = "step 2: the first NaN or infinity is <b>logits</b>";
    live.onTrainEnd(state);
    assertTrue(end().contains("diverged at step 2: the first NaN or infinity is <b>logits"), end());
    assertFalse(pictures().get(pictures().size() - 1).bundle().html().contains("<b>logits"));
  }

  @Test
  void anErrorThatEndsItIsNotCalledTheEnd() {
    live.onTrainBegin(state);
    step();
    live.onTrainEnd(state);
    assertTrue(end().contains("stopped by an error: step 1 of 1,000"), end());
  }

  @Test
  void aResumedTrainingShowsInItsNewCellWithWhatWasBefore() {
    AtomicReference<FakeCell> current = new AtomicReference<>(new FakeCell("first"));
    LiveTraining resumable = new LiveTraining(() -> Optional.of(current.get()), clock::get);
    resumable.onTrainBegin(state);
    FakeCell second = new FakeCell("second");
    current.set(second);
    state.metrics = FakeTraining.losses(1, 2, 3);
    state.step = 3;
    resumable.onTrainBegin(state);
    JsonNode figure = DrawnFrom.html(second.shown.get(second.shown.size() - 1).bundle().html());
    assertEquals("[1,2,3]", figure.path("data").path(0).path("x").toString());
  }

  @Test
  void outsideOfACellItIsALineOfProgress() {
    List<ProgressState> told = new ArrayList<>();
    Progress.showOn((work, progress) -> told.add(progress));
    try {
      LiveTraining outside = new LiveTraining(Optional::empty, clock::get);
      outside.onTrainBegin(state);
      state.step++;
      outside.onStepEnd(state);
      outside.onEvaluate(state);
      state.status = RunStatus.FINISHED;
      outside.onTrainEnd(state);
    } finally {
      Progress.showOn(new TerminalDisplay(System.err));
    }
    ProgressState last = told.get(told.size() - 1);
    assertTrue(last.toString().contains("Training SM + G"), last.toString());
    assertTrue(cell.shown.isEmpty());
  }
}
