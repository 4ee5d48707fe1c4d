package org.entroscope.notebook;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.entroscope.plot.PlotlyLibrary;

/**
 * Ensures that a page has plotly.js when it draws a figure.
 *
 * <p>The installed kernel has the library among its files, which Jupyter's server provides to every
 * page. Then no output contains it, and notebooks stay small. Elsewhere, for example in Visual
 * Studio Code, each notebook contains it once (640 kB), as a separate output before the first
 * figure of a session. Because a notebook file keeps only outputs, running or clearing that cell
 * would remove the library. Therefore it is sent again when its cell runs again. When another cell
 * with a figure runs again, a minute or more after the library was last sent, the library moves to
 * that cell: the new output contains it, and the old one is emptied. So a notebook has one copy,
 * and if a page has lost it, running any cell with a figure again repairs all figures. A second
 * copy within seconds would exceed the data rate that Jupyter servers allow.
 *
 * <p>{@code %entroscope embed all} puts the library into every figure instead, {@code once} puts it
 * into one output, and {@code none} puts it into no output.
 */
final class PlotlyOutput {

  /** The outputs that contain plotly.js. */
  enum Embed {
    ALL,
    ONCE,
    NONE
  }

  private static final long MOVES_AFTER_NANOS = 60_000_000_000L;

  private final Map<String, Object> lastExecution = new HashMap<>();
  private final LongSupplier clock;
  private volatile Embed embed;
  private CellOutput holder;
  private String holderId;
  private long sentAt;

  PlotlyOutput(Map<String, String> environment) {
    this(environment, System::nanoTime);
  }

  PlotlyOutput(Map<String, String> environment, LongSupplier clock) {
    this.clock = clock;
    boolean served = Notebook.PLOTLY_OF_SERVER.equals(environment.get(Notebook.PLOTLY_VARIABLE));
    // pages of this frontend have no server
    boolean studio = environment.containsKey("VSCODE_PID");
    embed = served && !studio ? Embed.NONE : Embed.ONCE;
  }

  Embed embed() {
    return embed;
  }

  /**
   * Changes the choice. After choosing {@code ONCE} again, the next figure contains the library
   * again.
   */
  synchronized void embed(Embed choice) {
    embed = choice;
    holder = null;
  }

  /**
   * Prepares a form that needs plotly.js.
   *
   * @param cell the cell that will show the form, or null if it is not known
   */
  synchronized DisplayBundle prepare(DisplayBundle bundle, CellOutput cell) {
    if (embed == Embed.ALL || embed == Embed.ONCE && cell == null) {
      return bundle.withHtmlBefore(PlotlyLibrary.html());
    }
    if (embed == Embed.ONCE && isDue(cell)) {
      send(cell);
    }
    return bundle;
  }

  private boolean isDue(CellOutput cell) {
    Object before = lastExecution.put(cell.cell(), cell.execution());
    boolean again = before != null && !before.equals(cell.execution());
    return holder == null
        || again
            && (holder.cell().equals(cell.cell())
                || clock.getAsLong() - sentAt > MOVES_AFTER_NANOS);
  }

  private void send(CellOutput cell) {
    if (holder != null && !holder.cell().equals(cell.cell())) {
      holder.update(DisplayBundle.of("", ""), holderId);
    }
    holder = cell;
    holderId = UUID.randomUUID().toString();
    sentAt = clock.getAsLong();
    cell.display(
        DisplayBundle.of(PlotlyLibrary.html(), "plotly.js, which draws the figures"), holderId);
  }
}
