package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlotlyOutputTest {

  private static final long MINUTES = 60_000_000_000L;
  private static final DisplayBundle FIGURE =
      new DisplayBundle(Map.of(DisplayBundle.HTML, "<div></div>"), true);

  private final AtomicLong clock = new AtomicLong();
  private final PlotlyOutput plotly = new PlotlyOutput(Map.of(), clock::get);

  private int copies(FakeCell cell) {
    plotly.prepare(FIGURE, cell);
    return (int)
        cell.shown.stream().filter(shown -> shown.bundle().html().length() > 500_000).count();
  }

  @Test
  void thePagesOfAServerHaveItFromThere() {
    Map<String, String> served = Map.of("ENTROSCOPE_PLOTLY", "server");
    assertEquals(PlotlyOutput.Embed.NONE, new PlotlyOutput(served).embed());
    assertEquals(PlotlyOutput.Embed.ONCE, new PlotlyOutput(Map.of()).embed());
    Map<String, String> studio = Map.of("ENTROSCOPE_PLOTLY", "server", "VSCODE_PID", "1");
    assertEquals(PlotlyOutput.Embed.ONCE, new PlotlyOutput(studio).embed(), "it has no server");
  }

  @Test
  void theLibraryTravelsOnce() {
    FakeCell first = new FakeCell("a");
    assertEquals(1, copies(first));
    assertEquals(1, copies(first), "a second figure of the cell brings no more");
    assertEquals(0, copies(new FakeCell("b")));
    assertEquals(0, copies(new FakeCell("c")));
  }

  @Test
  void theCellThatHoldsItBringsItAgain() {
    assertEquals(1, copies(new FakeCell("a")));
    assertEquals(0, copies(new FakeCell("b")));
    assertEquals(1, copies(new FakeCell("a")));
  }

  @Test
  void anyCellThatRunsAgainLaterTakesItOver() {
    FakeCell holder = new FakeCell("a");
    copies(holder);
    copies(new FakeCell("b"));
    assertEquals(0, copies(new FakeCell("b")), "a server's data rate allows one copy at a time");
    clock.addAndGet(2 * MINUTES);
    assertEquals(1, copies(new FakeCell("b")));
    FakeCell.Shown last = holder.shown.get(holder.shown.size() - 1);
    assertTrue(last.update() && last.bundle().html().isEmpty(), "the old copy is taken away");
    assertEquals(holder.shown.get(0).id(), last.id());
  }

  @Test
  void itCanBeInEveryFigureOrInNone() {
    plotly.embed(PlotlyOutput.Embed.ALL);
    FakeCell cell = new FakeCell("a");
    assertTrue(plotly.prepare(FIGURE, cell).html().length() > 500_000);
    assertTrue(cell.shown.isEmpty());
    plotly.embed(PlotlyOutput.Embed.NONE);
    assertEquals("<div></div>", plotly.prepare(FIGURE, cell).html());
    assertTrue(cell.shown.isEmpty());
    plotly.embed(PlotlyOutput.Embed.ONCE);
    assertEquals(1, copies(cell));
  }
}
