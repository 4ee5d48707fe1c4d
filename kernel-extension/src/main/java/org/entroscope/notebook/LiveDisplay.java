package org.entroscope.notebook;

import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One output that changes while work goes on: built and sent at most twice a second, and once more
 * when it is done, which is the picture that stays.
 *
 * <p>It belongs to the cell that made it. Not safe for use by several threads at once.
 */
public final class LiveDisplay {

  private static final long INTERVAL_NANOS = 500_000_000L;

  private final CellOutput cell;
  private final LongSupplier clock;
  private final String id = UUID.randomUUID().toString();
  private boolean shown;
  private long shownAt;
  private Object last;

  /** A display below a cell; nothing shows yet. */
  public LiveDisplay(CellOutput cell) {
    this(cell, System::nanoTime);
  }

  LiveDisplay(CellOutput cell, LongSupplier clock) {
    this.cell = Objects.requireNonNull(cell, "cell");
    this.clock = clock;
  }

  /** Shows what the supplier gives, unless something was shown less than half a second ago. */
  public void show(Supplier<?> value) {
    if (!shown || clock.getAsLong() - shownAt >= INTERVAL_NANOS) {
      send(value.get());
    }
  }

  /** Shows the end state. */
  public void finish(Object value) {
    send(value);
  }

  /** Whether something was shown. */
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
    // building and sending count as time, so that a slow page cannot eat the work's own
    shownAt = clock.getAsLong();
  }
}
