package org.entroscope.notebook;

import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An output that changes during long work. It is built and sent at most twice per second, and once
 * more at the end of the work. This last state remains.
 *
 * <p>It belongs to the cell that created it. Not thread-safe.
 */
public final class LiveDisplay {

  private static final long INTERVAL_NANOS = 500_000_000L;

  private final CellOutput cell;
  private final LongSupplier clock;
  private final String id = UUID.randomUUID().toString();
  private boolean shown;
  private long shownAt;
  private Object last;

  /** Creates a display below a cell. It shows nothing yet. */
  public LiveDisplay(CellOutput cell) {
    this(cell, System::nanoTime);
  }

  LiveDisplay(CellOutput cell, LongSupplier clock) {
    this.cell = Objects.requireNonNull(cell, "cell");
    this.clock = clock;
  }

  /** Shows the value of the supplier, unless something was shown less than half a second ago. */
  public void show(Supplier<?> value) {
    if (!shown || clock.getAsLong() - shownAt >= INTERVAL_NANOS) {
      send(value.get());
    }
  }

  /** Shows the end state. */
  public void finish(Object value) {
    send(value);
  }

  /** Returns whether something has been shown. */
  public boolean isShown() {
    return shown;
  }

  private void send(Object value) {
    shownAt = clock.getAsLong();
    if (value.equals(last)) {
      return;
    }
    last = value;
    DisplayBundle bundle =
        Displays.of(value).orElseGet(() -> DisplayBundle.of(String.valueOf(value)));
    DisplayBundle ready = Notebook.ready(bundle, cell);
    if (shown) {
      cell.update(ready, id);
    } else {
      shown = true;
      cell.display(ready, id);
    }
    // the pause begins after building and sending, so that a slow page cannot use up the time of
    // the work
    shownAt = clock.getAsLong();
  }
}
