package org.entroscope.notebook;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.entroscope.plot.PlotlyLibrary;

/**
 * Sees to it that plotly.js is there when a figure is drawn.
 *
 * <p>The installed kernel has it among its files, which Jupyter's server offers to every page: then
 * no output holds it, and notebooks stay small. Elsewhere, in Visual Studio Code for example, it
 * travels once a notebook (640 kB). The library is an output of its own, before the first figure of
 * a session. A notebook file keeps only outputs, so a run or a clearing of that cell would take it
 * away. Therefore it is sent again when its cell runs again; and when another cell with a figure
 * runs again (a minute or more after the library was last sent), it moves there: the new output
 * brings it, and the old one is emptied. So a notebook holds one copy, and where a page has lost
 * it, running any cell with a figure again mends all figures. A second copy within seconds would
 * exceed the data rate that Jupyter servers allow.
 *
 * <p>{@code %entroscope embed all} puts the library into every figure instead, {@code once} into
 * one output, {@code none} nowhere.
 */
final class PlotlyOutput {

  /** Where plotly.js goes. */
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
    // its pages have no server
    boolean studio = environment.containsKey("VSCODE_PID");
    embed = served && !studio ? Embed.NONE : Embed.ONCE;
  }

  Embed embed() {
    return embed;
  }

  /** Chooses anew; choosing {@code ONCE} again makes the next figure bring the library again. */
  synchronized void embed(Embed choice) {
    embed = choice;
    holder = null;
  }

  /**
   * Prepares a form that needs plotly.js.
   *
   * @param cell where it will be shown, or null if that is not known
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
