package org.entroscope.progress;

import java.io.PrintStream;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** Plain lines, at most one every five seconds for each piece of work, and one at its end. */
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
    // work that was over before its first line has nothing to tell
    if (ended
        ? last > 0 || state.seconds() > INTERVAL_SECONDS
        : state.seconds() - last >= INTERVAL_SECONDS) {
      lastLine.put(work, state.seconds());
      out.println(state);
    }
  }
}
