package org.entroscope.progress;

import java.io.PrintStream;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Prints the progress of each task as plain lines: at most one every five seconds, and one at the
 * end.
 */
public final class TerminalDisplay implements ProgressDisplay {

  private static final double INTERVAL_SECONDS = 5;

  private final PrintStream out;
  private final Map<Progress, Double> lastLine = Collections.synchronizedMap(new WeakHashMap<>());

  public TerminalDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(Progress work, ProgressState state) {
    boolean ended = state.phase() != ProgressState.Phase.RUNNING;
    double last = lastLine.getOrDefault(work, 0.0);
    // a task that ended before its first line prints nothing
    if (ended
        ? last > 0 || state.seconds() > INTERVAL_SECONDS
        : state.seconds() - last >= INTERVAL_SECONDS) {
      lastLine.put(work, state.seconds());
      out.println(state);
    }
  }
}
