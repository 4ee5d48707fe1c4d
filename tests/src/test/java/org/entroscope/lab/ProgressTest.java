package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final FakeMachine machine = new FakeMachine();
  private final Progress progress = new Progress(machine);

  private List<String> saidOf(String lines, int seconds) {
    lines.lines().forEach(progress::line);
    progress.passed(Duration.ofSeconds(seconds));
    return machine.said;
  }

  @Test
  void pipTellsWhatItFetches() {
    assertEquals(
        List.of("  5 packages, 18 MB, now Jinja2 (12 s)"),
        saidOf(
            """
            Looking in indexes: https://index.example/simple
            Collecting notebook
              Downloading notebook-7.6.3-py3-none-any.whl.metadata (10 kB)
              Downloading https://index.example/a/notebook-7.6.3-py3-none-any.whl (5.5 MB)
              Using cached jupyterlab-4.6.4-py3-none-any.whl (12.4 MB)
              Downloading tornado-6.5.5-cp39-abi3-manylinux.whl (445 kB)
            Requirement already satisfied: six in /x
            Processing /opt/wheels/arrow-1.4.0-py3-none-any.whl (from isoduration->jsonschema)
              Downloading Jinja2-3.1.6-py3-none-any.whl (134 kB) (from notebook)
            """,
            12));
  }

  @Test
  void aptTellsHowMuchThereIs() {
    assertEquals(
        List.of("  84 MB to fetch", "  2 packages, 1 MB of 84 MB, now libc6 (10 s)"),
        saidOf(
            """
            Need to get 84.3 MB of archives.
            After this operation, 401 MB of additional disk space will be used.
            Get:1 http://mirror.example/debian testing/main amd64 gcc-16-base amd64 16.2.0-3 [55.1 kB]
            Get:2 http://mirror.example/debian testing/main amd64 libc6 amd64 2.43-7 [1,312 kB]
            """,
            10));
  }

  @Test
  void itSpeaksEveryTenSecondsAndOnceWhenItInstalls() {
    saidOf("Collecting notebook", 3);
    saidOf("", 11);
    saidOf("  Downloading a-1.whl (20 MB)", 15);
    saidOf("Installing collected packages: a, b", 16);
    saidOf("Installing collected packages: c", 30);
    assertEquals(
        List.of(
            "  no package yet (11 s)",
            "  1 package, 20 MB fetched; installing ...",
            "  installing (30 s)"),
        machine.said);
  }

  @Test
  void aCommandsLinesArriveWhileItRuns() {
    StringBuilder order = new StringBuilder();
    Machine local = new LocalMachine(System.err);
    Machine.Result result =
        local.run(
            Duration.ofSeconds(60),
            List.of("sh", "-c", "echo one; sleep 3; echo two; printf three"),
            new Machine.Watcher() {
              @Override
              public void line(String line) {
                order.append(line).append(' ');
              }

              @Override
              public void passed(Duration time) {
                order.append('.');
              }
            });
    assertEquals("one\ntwo\nthree", result.output());
    assertEquals(
        "one .", order.toString().replaceAll("\\.+", ".").substring(0, 5), order::toString);
  }
}
