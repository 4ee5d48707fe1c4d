package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.entroscope.browser.NotebookPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests JupyterLab 4 and Notebook 7 as readers use them, with plotly's extension installed. */
@Tag("slow")
class ModernPagesIT extends PagesBesidePlotly {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** A JavaScript expression for the brightness of the letters of a drawn figure, from 0 to 255. */
  private static final String LETTERS =
      "(function () {"
          + "const letters = document.querySelector('[data-entroscope] svg .xtick text');"
          + "return letters ? +getComputedStyle(letters).fill.match(/\\d+/)[0] : NaN; })()";

  /** The two pages. */
  enum Shown {
    JUPYTERLAB,
    NOTEBOOK_7
  }

  private NotebookPage page;

  @AfterEach
  void leave(TestInfo test) {
    browser.screenshot(
        "pages-"
            + test.getDisplayName().replaceAll("\\W+", "-")
            + test.getTestMethod().get().getName());
    page.close();
  }

  private void open(Shown shown, String name, String... cells) throws Exception {
    String file = name + "-" + shown.name().toLowerCase(Locale.ROOT) + ".ipynb";
    NotebookFile.write(folder.resolve(file), cells);
    page = NotebookPage.open(browser, address(shown, file));
  }

  private static String address(Shown shown, String file) {
    return shown == Shown.JUPYTERLAB ? server.lab(file) : server.notebook7(file);
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
    assertTrue(proposed.toString().contains("EntropyRegulariser("), proposed::toString);
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingIsLive(Shown shown) throws Exception {
    open(shown, "training", LongTraining.DATA, LongTraining.TRAIN, "run.status()");
    page.runToEnd(0);
    page.run(1);
    browser.await(
        NotebookPage.script(1) + ".querySelector('.jp-OutputArea svg .scatterlayer .js-line')",
        LIMIT);
    String first = page.output(1);
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
    browser.await(LETTERS + " < 128", LIMIT);
    page.theme("JupyterLab Dark");
    browser.await(LETTERS + " > 128", LIMIT);
    browser.screenshot("dark-" + shown);
    page.theme("JupyterLab Light");
    browser.await(LETTERS + " < 128", LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void aKernelWhoseFolderHasBeenMovedIsSaidInThePage(Shown shown) throws Exception {
    String gone = folder.resolve("moved").resolve("start-kernel").toString();
    Path kernel = Files.createDirectories(folder.resolve(".jupyter/data/kernels/moved"));
    Files.writeString(
        kernel.resolve("kernel.json"),
        "{\"argv\": [\"%s\"], \"display_name\": \"Moved\", \"language\": \"java\"}"
            .formatted(gone));
    String file = "moved-" + shown.name().toLowerCase(Locale.ROOT) + ".ipynb";
    Path notebook = NotebookFile.write(folder.resolve(file), "1 + 1");
    String text = Files.readString(notebook).replace("\"entroscope\"", "\"moved\"");
    Files.writeString(notebook, text);
    page = NotebookPage.openWithoutKernel(browser, address(shown, file));
    browser.await("document.querySelector('.jp-Dialog')", LIMIT);
    String said = browser.find(".jp-Dialog").get(0).getText();
    assertTrue(said.contains(gone), said);
  }
}
