package org.entroscope.notebook;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.entroscope.progress.Progress;
import org.entroscope.progress.ProgressDisplay;
import org.entroscope.progress.ProgressState;

/**
 * Shows progress as a bar below the cell that does the work. Work that ends within a second shows
 * nothing, unless it was stopped. Work outside of cells is reported to another display.
 */
final class ProgressBars implements ProgressDisplay {

  private static final double SECONDS_BEFORE_FIRST = 1;

  private final Map<Progress, LiveDisplay> displays =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final ProgressDisplay elsewhere;

  ProgressBars(ProgressDisplay elsewhere) {
    this.elsewhere = elsewhere;
  }

  @Override
  public void show(Progress work, ProgressState state) {
    LiveDisplay display = displays.get(work);
    if (display == null) {
      Optional<CellOutput> cell = Notebook.currentCell();
      if (cell.isEmpty()) {
        elsewhere.show(work, state);
        return;
      }
      display = new LiveDisplay(cell.get());
      displays.put(work, display);
    }
    if (!display.isShown() && state.seconds() < SECONDS_BEFORE_FIRST) {
      return;
    }
    if (state.phase() == ProgressState.Phase.RUNNING) {
      display.show(() -> bar(state));
    } else {
      display.finish(bar(state));
      displays.remove(work);
    }
  }

  /** Returns a state as a bar, with the same words as in a terminal. */
  static DisplayBundle bar(ProgressState state) {
    boolean stopped = state.phase() == ProgressState.Phase.STOPPED;
    boolean finished = state.phase() == ProgressState.Phase.FINISHED;
    double share =
        finished ? 1 : state.total() > 0 ? Math.min(1, (double) state.done() / state.total()) : 0.5;
    String colour = stopped ? "#d55e00" : finished ? "#009e73" : "#0072b2";
    boolean vague = state.total() < 0 && !finished;
    String html =
        String.format(
            Locale.ROOT,
            """
            <div class="entroscope-progress" \
            style="display:flex;align-items:center;gap:10px;max-width:900px">\
            <span role="progressbar" aria-label="progress"%s \
            style="flex:none;width:160px;height:6px;border-radius:3px;\
            background:rgba(128,128,128,0.3)"><span style="display:block;height:6px;\
            border-radius:3px;width:%.1f%%;opacity:%s;background:%s"></span></span>\
            <span dir="auto">%s</span></div>\
            """,
            vague ? "" : " aria-valuenow=\"%.0f\"".formatted(100 * share),
            100 * (vague ? 1 : share),
            vague ? "0.5" : "1",
            colour,
            Html.escape(state.toString()));
    return DisplayBundle.of(html, state.toString());
  }
}
