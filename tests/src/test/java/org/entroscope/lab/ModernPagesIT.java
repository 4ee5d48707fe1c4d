package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.entroscope.browser.Browser;
import org.entroscope.browser.NotebookPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JupyterLab 4 and Notebook 7 as their readers use them. */
@Tag("slow")
class ModernPagesIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The two pages. */
  enum Shown {
    JUPYTERLAB,
    NOTEBOOK_7
  }

  @TempDir static Path folder;
  private static JupyterServer server;
  private static Browser browser;
  private NotebookPage page;

  @BeforeAll
  static void start() throws Exception {
    server = JupyterServer.start(folder, JupyterServer.Beside.NOTHING);
    browser = Browser.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void leave(TestInfo test) {
    browser.screenshot(
        "pages-"
            + test.getDisplayName().replaceAll("\\W+", "-")
            + test.getTestMethod().get().getName());
    page.close();
  }

  private void open(Shown shown, String name, String... cells) throws Exception {
    String file = name + "-" + shown.name().toLowerCase() + ".ipynb";
    NotebookFile.write(folder.resolve(file), cells);
    page =
        NotebookPage.open(
            browser, shown == Shown.JUPYTERLAB ? server.lab(file) : server.notebook7(file));
  }

  @ParameterizedTest
  @EnumSource
  void aCellRunsAndTheInterruptButtonEndsOne(Shown shown) throws Exception {
    open(
        shown,
        "cells",
        "6 * 7",
        "System.out.println(\"begun\");\nwhile (true) { Thread.sleep(10); }",
        "\"alive \" + 8 * 8");
    page.runToEnd(0);
    page.awaitOutput(0, "42");
    page.run(1);
    page.awaitOutput(1, "begun");
    long begun = System.nanoTime();
    page.interrupt();
    page.awaitIdle();
    page.runToEnd(2);
    page.awaitOutput(2, "alive 64");
    assertEquals(List.of(), browser.requestsElsewhere(), "addresses asked for");
  }

  @ParameterizedTest
  @EnumSource
  void completionProposesOurTypes(Shown shown) throws Exception {
    open(shown, "completion", "1 + 1");
    page.runToEnd(0);
    List<String> proposed = page.completions(0, "\nnew Entropy");
    assertTrue(proposed.toString().contains("HeadValues"), proposed::toString);
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingIsLive(Shown shown) throws Exception {
    open(shown, "training", LongTraining.DATA, LongTraining.TRAIN, "run.status()");
    page.runToEnd(0);
    page.run(1);
    String first = "";
    browser.await(
        NotebookPage.script(1) + ".querySelector('.jp-OutputArea svg .scatterlayer .js-line')",
        LIMIT);
    first = page.output(1);
    for (int i = 0; i < 300 && page.output(1).equals(first); i++) {
      Thread.sleep(200);
    }
    browser.screenshot("training-" + shown);
    assertNotEquals(first, page.output(1), "the picture does not change while it trains");
    page.interrupt();
    page.awaitIdle();
    page.awaitOutput(1, "interrupted: step ");
    page.runToEnd(2);
    page.awaitOutput(2, "INTERRUPTED");
  }

  @ParameterizedTest
  @EnumSource
  void aThemeSwitchReachesTheFigures(Shown shown) throws Exception {
    open(shown, "theme", "new HeadValues(new float[][] {{0.1f, 1.9f}, {3.4f, 0.02f}}, 64)");
    page.runToEnd(0);
    page.theme("JupyterLab Dark");
    browser.screenshot("dark-" + shown);
    page.theme("JupyterLab Light");
    browser.screenshot("light-" + shown);
    assertFalse(browser.errors().toString().contains("Error:"));
  }
}
