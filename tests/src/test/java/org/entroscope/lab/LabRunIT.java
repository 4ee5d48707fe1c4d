package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.entroscope.browser.Browser;
import org.entroscope.lab.LabCommand.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code notebooks/lab --run} with real Jupyter and the real kernel. */
@Tag("slow")
@Tag("alone")
class LabRunIT {

  @TempDir Path temporary;

  private Path folder() throws IOException {
    return Files.createDirectories(temporary.resolve("my books"));
  }

  private Ended lab(String... arguments) throws Exception {
    return LabCommand.run(folder(), arguments);
  }

  @Test
  void aNotebookIsExecutedAndItsPageNeedsNoNetwork() throws Exception {
    NotebookFile.write(
        folder().resolve("sum.ipynb"),
        "# The bound\n\n$H = -\\sum_i p_i \\log p_i \\le \\ln T$ and\n\n$$\\max_a H(a) = \\ln T$$",
        "int a = 40;",
        "System.out.println(\"a is \" + a);\na + 2");
    Ended ended = lab("--run", "sum", "--folder", ".");
    assertEquals(0, ended.status(), ended.said());
    assertTrue(ended.said().contains("sum  cell 1 of 2  int a = 40;"), ended.said());
    assertTrue(ended.said().contains("sum: every cell ran"), ended.said());
    Path executed = folder().toRealPath().resolve("out/sum.ipynb");
    Path html = folder().toRealPath().resolve("out/sum.html");
    assertTrue(ended.said().contains("  " + executed + "\n"), ended.said());
    assertTrue(ended.said().contains("  " + html + "\n"), ended.said());
    String outputs = NotebookFile.outputs(executed);
    assertTrue(outputs.contains("a is 40") && outputs.contains("42"), outputs);
    try (Browser browser = Browser.start()) {
      var page = browser.open(html);
      page.assertFormulasSet();
      page.assertOffline();
      browser.screenshot("executed-formulas");
    }
  }

  @Test
  void aFailingCellIsNamedAndTheOtherNotebooksStillRun() throws Exception {
    NotebookFile.write(
        folder().resolve("bad.ipynb"),
        "int a = 1;",
        "throw new IllegalStateException(\"no <such> thing\");",
        "System.out.println(\"never\");");
    NotebookFile.write(folder().resolve("good.ipynb"), "1 + 1");
    Ended ended = lab("--run", "--folder", ".", "--out", "results here");
    assertEquals(1, ended.status(), ended.said());
    assertTrue(ended.said().contains("bad failed; cell 2: "), ended.said());
    assertTrue(ended.said().contains("IllegalStateException: no <such> thing"), ended.said());
    assertTrue(ended.said().contains("good: every cell ran"), ended.said());
    assertTrue(ended.said().contains("2 notebooks, 1 failed: bad"), ended.said());
    String partial = NotebookFile.outputs(folder().resolve("results here/bad.ipynb"));
    assertTrue(partial.contains("no <such> thing"), partial);
    assertFalse(partial.contains("never"), partial);
    String html = Files.readString(folder().resolve("results here/bad.html"));
    assertTrue(html.contains("no &lt;such&gt; thing"), "the page does not show the error");
  }

  @Test
  void aCellThatTakesTooLongIsEnded() throws Exception {
    NotebookFile.write(folder().resolve("slow.ipynb"), "Thread.sleep(600_000);");
    Ended ended = lab("--run", "slow", "--folder", ".", "--timeout", "3");
    assertEquals(1, ended.status(), ended.said());
    assertTrue(ended.said().contains("cell 1: took longer than 3 s"), ended.said());
    assertTrue(ended.seconds() < 60, "took " + ended.seconds() + " s");
  }

  @Test
  void aCellThatEndsTheKernelIsNamed() throws Exception {
    NotebookFile.write(
        folder().resolve("exit.ipynb"), "int a = 1;", "System.exit(3);", "System.out.println(a);");
    Ended ended = lab("--run", "exit", "--folder", ".");
    assertEquals(1, ended.status(), ended.said());
    assertTrue(
        ended
            .said()
            .contains(
                "exit failed; cell 2: the kernel ended with exit code 3;"
                    + " perhaps the cell calls System.exit"),
        ended.said());
  }

  @Test
  void outputsGoIntoTheNotebookOnlyOnDemandAndOnlyIfAllCellsRan() throws Exception {
    Path good = NotebookFile.write(folder().resolve("good.ipynb"), "6 * 7");
    Path bad = NotebookFile.write(folder().resolve("bad.ipynb"), "6 * 8", "1 / 0");
    byte[] before = Files.readAllBytes(bad);
    assertEquals(1, lab("--run", "--folder", ".", "--in-place").status());
    assertTrue(NotebookFile.outputs(good).contains("42"));
    assertEquals(new String(before), Files.readString(bad));
    String once = Files.readString(good);
    assertEquals(0, lab("--run", "good", "--folder", ".", "--in-place").status());
    assertEquals(once, Files.readString(good), "a second run changes the notebook");
  }

  @Test
  void theSecondStartIsQuickAndChangesNothing() throws Exception {
    NotebookFile.write(folder().resolve("tiny.ipynb"), "1 + 1");
    assertEquals(0, lab("--run", "tiny", "--folder", ".").status());
    Map<Path, FileTime> before = installed();
    Ended second = lab("--run", "tiny", "--folder", ".");
    assertEquals(before, installed());
    assertTrue(second.said().startsWith("tiny  cell 1 of 1"), second.said());
    assertTrue(second.seconds() < 20, "took " + second.seconds() + " s");
  }

  @Test
  void aStopKeepsWhatWasDoneAndLeavesNoKernel() throws Exception {
    NotebookFile.write(
        folder().resolve("long.ipynb"),
        "System.out.println(\"pid \" + ProcessHandle.current().pid());",
        "Thread.sleep(600_000);");
    Path output = temporary.resolve("output.txt");
    Process lab = LabCommand.start(folder(), output.toFile(), "--run", "long", "--folder", ".");
    for (int i = 0; i < 600 && !Files.readString(output).contains("cell 2 of 2"); i++) {
      Thread.sleep(200);
    }
    lab.destroy();
    assertTrue(lab.waitFor(30, TimeUnit.SECONDS), "still there");
    Path executed = folder().resolve("out/long.ipynb");
    String outputs = NotebookFile.outputs(executed);
    long kernel = Long.parseLong(outputs.replaceAll("(?s).*pid (\\d+).*", "$1"));
    for (int i = 0; i < 50 && ProcessHandle.of(kernel).isPresent(); i++) {
      Thread.sleep(200);
    }
    assertTrue(ProcessHandle.of(kernel).isEmpty(), "the kernel outlived the launcher");
  }

  /**
   * Returns the files that a start installs, with their times. Results of runs are not included.
   */
  private static Map<Path, FileTime> installed() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    Path build = LabCommand.PROJECT.resolve("kernel-extension/target/kernel");
    for (Path root : new Path[] {LabCommand.JUPYTER_DATA, build}) {
      try (var files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          // Jupyter keeps the files of its running processes in this folder
          if (!file.toString().contains("runtime")) {
            times.put(file, Files.getLastModifiedTime(file));
          }
        }
      }
    }
    assertTrue(times.size() > 2, "nothing is installed");
    return times;
  }
}
