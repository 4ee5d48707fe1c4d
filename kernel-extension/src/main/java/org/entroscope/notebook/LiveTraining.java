package org.entroscope.notebook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.entroscope.plot.Figure;
import org.entroscope.plot.LiveFigure;
import org.entroscope.plot.NumberText;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.training.TrainingCallback;
import org.entroscope.training.TrainingState;
import tech.tablesaw.api.Table;

/**
 * Shows a training as one live picture below its cell, with the progress, the losses and the newest
 * heat map of each recorded statistic. It is drawn at most twice per second, and its last state
 * remains. Outside of cells, progress lines are printed instead.
 *
 * <p>A step that draws nothing costs two array writes and one reading of the clock.
 */
public final class LiveTraining implements TrainingCallback {

  private final Supplier<Optional<CellOutput>> cell;
  private final LongSupplier clock;
  private TrainingCallback elsewhere;
  private LiveDisplay display;
  private Losses training = new Losses();
  private Losses heldOut = new Losses();

  /** Creates a callback that draws below the cell in which a training begins. */
  public LiveTraining() {
    this(Notebook::currentCell, System::nanoTime);
  }

  LiveTraining(Supplier<Optional<CellOutput>> cell, LongSupplier clock) {
    this.cell = cell;
    this.clock = clock;
  }

  /** Shows all trainings that begin from now on. */
  static void install() {
    TrainingCallback.showWith(LiveTraining::new);
  }

  @Override
  public void onTrainBegin(TrainingState state) {
    // a training may be resumed in another cell
    elsewhere = null;
    display = cell.get().map(output -> new LiveDisplay(output, clock)).orElse(null);
    if (display == null) {
      elsewhere = TrainingCallback.progress();
      elsewhere.onTrainBegin(state);
      return;
    }
    Table before = state.metrics();
    training = Losses.of(before, "loss");
    heldOut = Losses.of(before, "evaluationLoss");
    display.show(() -> figure(state, progress(state)));
  }

  @Override
  public void onStepEnd(TrainingState state) {
    if (display == null) {
      elsewhere.onStepEnd(state);
      return;
    }
    training.add(state.step(), state.loss());
    display.show(() -> figure(state, progress(state)));
  }

  @Override
  public void onEvaluate(TrainingState state) {
    heldOut.add(state.step(), state.evaluationLoss());
  }

  @Override
  public void onTrainEnd(TrainingState state) {
    if (display == null) {
      elsewhere.onTrainEnd(state);
    } else {
      display.finish(figure(state, end(state)));
    }
  }

  private Figure figure(TrainingState state, String words) {
    List<HeadValues> newest =
        state.histories().values().stream()
            .filter(history -> !history.isEmpty())
            .map(HeadHistory::last)
            .toList();
    return LiveFigure.of(
        "Training " + state.name(),
        words,
        training.curve(),
        heldOut.curve(),
        state.plan().steps(),
        newest);
  }

  /** Describes the progress of a training in one line. */
  static String progress(TrainingState state) {
    String words = steps(state);
    if (state.step() == 0) {
      return words + state.precisionNote();
    }
    double left = state.secondsLeft();
    return words + pace(state) + (left > 0 ? ", " + Durations.of(left) + " left" : "");
  }

  /** Describes the end of a training in one line. */
  static String end(TrainingState state) {
    String how =
        switch (state.status()) {
          case FINISHED -> "finished: ";
          case INTERRUPTED -> "interrupted: ";
          case DIVERGED -> "diverged at " + state.reason() + "; ";
          case RUNNING -> "stopped by an error: ";
        };
    String time = " in " + Durations.of(state.seconds());
    return how + steps(state) + time + (state.step() == 0 ? "" : state.precisionNote());
  }

  private static String steps(TrainingState state) {
    return String.format(Locale.ROOT, "step %,d of %,d", state.step(), state.plan().steps());
  }

  private static String pace(TrainingState state) {
    return ", " + NumberText.of(state.tokensPerSecond()) + " tokens/s" + state.precisionNote();
  }

  /** The losses so far. */
  private static final class Losses {
    private int[] steps = new int[1024];
    private double[] values = new double[1024];
    private int count;

    static Losses of(Table metrics, String column) {
      Losses losses = new Losses();
      for (int row = 0; row < metrics.rowCount(); row++) {
        double value = metrics.doubleColumn(column).getDouble(row);
        if (!Double.isNaN(value)) {
          losses.add(metrics.intColumn("step").getInt(row), value);
        }
      }
      return losses;
    }

    void add(int step, double value) {
      if (count == steps.length) {
        steps = Arrays.copyOf(steps, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      steps[count] = step;
      values[count++] = value;
    }

    LiveFigure.Curve curve() {
      return new LiveFigure.Curve(Arrays.copyOf(steps, count), Arrays.copyOf(values, count));
    }
  }
}
