package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.notebook.DisplayBundle;
import org.junit.jupiter.api.Test;

class CellTest {

  private final List<String> sent = new ArrayList<>();
  private final Cell cell =
      new Cell(
          "id",
          new Cell.Wire() {
            @Override
            public void text(boolean error, String text) {
              sent.add((error ? "err:" : "out:") + text);
            }

            @Override
            public void display(DisplayBundle bundle, String id, boolean update) {
              sent.add((update ? "update " : "display ") + id + ":" + bundle.text());
            }
          });

  private void write(boolean error, byte... bytes) {
    cell.write(error, bytes, 0, bytes.length);
  }

  private void write(boolean error, String text) {
    write(error, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void textIsCollectedAndKeepsItsOrder() {
    write(false, "a");
    write(false, "b");
    write(true, "c");
    cell.display(DisplayBundle.of("picture"), "1");
    cell.update(DisplayBundle.of("other"), "1");
    write(false, "d");
    cell.flush();
    cell.flush();
    assertEquals(List.of("out:ab", "err:c", "display 1:picture", "update 1:other", "out:d"), sent);
  }

  @Test
  void charactersAreNotTorn() {
    byte[] bytes = "x\u03c0\u20ac\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
    for (byte each : bytes) {
      write(false, each);
      cell.flush();
    }
    assertEquals(List.of("out:x", "out:\u03c0", "out:\u20ac", "out:\uD83D\uDE00"), sent);
  }

  @Test
  void cellsBehindAFailedOneWait() {
    FailureQueue queue = new FailureQueue();
    Instant failed = Instant.parse("2026-11-01T00:00:10Z");
    queue.failed(failed);
    Instant before = failed.minusSeconds(5);
    assertEquals(true, queue.waits(before, failed.plusMillis(60)));
    assertEquals(true, queue.waits(before, failed.plusMillis(400)));
    assertEquals(false, queue.waits(failed.plusMillis(1), failed.plusMillis(450)), "sent after");
    assertEquals(false, queue.waits(before, failed.plusMillis(2000)), "after a pause");
  }
}
