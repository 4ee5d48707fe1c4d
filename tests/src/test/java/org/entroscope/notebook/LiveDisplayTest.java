package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.entroscope.progress.ProgressState;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {

  private final AtomicLong clock = new AtomicLong();
  private final FakeCell cell = new FakeCell("a");
  private final LiveDisplay display = new LiveDisplay(cell, clock::get);

  @Test
  void showsAtMostTwiceASecondAndTheEndAlways() {
    for (int millis = 0; millis < 2000; millis += 10) {
      clock.set(millis * 1_000_000L);
      String now = "at " + millis;
      display.show(() -> now);
    }
    display.finish("the end");
    assertEquals(5, cell.shown.size());
    assertEquals("the end", cell.shown.get(4).bundle().text());
    assertTrue(cell.shown.stream().skip(1).allMatch(FakeCell.Shown::update));
    assertEquals(1, cell.shown.stream().map(FakeCell.Shown::id).distinct().count());
  }

  @Test
  void aBarSaysHowFarItIs() {
    var running = new ProgressState("Counting", 1, 4, "sheep", 2, "", ProgressState.Phase.RUNNING);
    assertTrue(ProgressBars.bar(running).html().contains("width:25.0%"));
    var stopped = new ProgressState("Counting", 1, 4, "sheep", 2, "", ProgressState.Phase.STOPPED);
    assertTrue(ProgressBars.bar(stopped).text().contains("stopped at 1 of 4 sheep"));
  }
}
