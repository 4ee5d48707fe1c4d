package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entroscope.browser.Browser;
import org.entroscope.browser.Page;
import org.entroscope.browser.Page.DrawnFigure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Tests the classic Notebook page as a reader uses it: buttons, cells and pictures. */
@Tag("slow")
@Tag("alone")
class ClassicNotebookIT {

  private static final Pattern ADDRESS =
      Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/\\S*\\?token=(\\w+)");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path folder;
  private Process lab;
  private Browser browser;
  private Page page;

  @BeforeEach
  void openANotebook() throws Exception {
    NotebookFile.write(
        folder.resolve("ui.ipynb"),
        "new HeadValues(new float[][] {{0.1f, 1.9f}, {3.4f, 0.02f}}, 64)",
        "System.out.println(\"begun\");\nwhile (true) { Thread.sleep(10); }",
        "6 * 7",
        LongTraining.DATA,
        LongTraining.TRAIN,
        "\"steps \" + run.metrics().rowCount()",
        "\"still \" + run.metrics().rowCount() + \" \" + run.status()");
    Path said = folder.resolve("said.txt");
    lab =
        LabCommand.start(
            folder, said.toFile(), "--folder", ".", "--", "--no-browser", "--ip=127.0.0.1");
    Matcher address = ADDRESS.matcher("");
    for (int i = 0; i < 1500 && !address.find() && lab.isAlive(); i++) {
      Thread.sleep(200);
      address.reset(Files.readString(said));
    }
    assertTrue(address.reset(Files.readString(said)).find(), Files.readString(said));
    browser = Browser.start();
    page =
        browser.open(
            "http://127.0.0.1:%s/notebooks/ui.ipynb?token=%s"
                .formatted(address.group(1), address.group(2)));
    boolean classic = browser.driver().getPageSource().contains("notebook-container");
    assumeTrue(classic, "the Jupyter of this computer has another page than the classic one");
    browser.await("window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel", LIMIT);
    browser.await("Jupyter.notebook.kernel.is_connected()", LIMIT);
  }

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      browser.screenshot("classic-notebook-end");
      browser.close();
    }
    List<ProcessHandle> started = lab.descendants().toList();
    assertFalse(started.isEmpty(), "nothing ran");
    lab.destroy();
    lab.waitFor();
    for (int i = 0; i < 50 && started.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(200);
    }
    assertTrue(started.stream().noneMatch(ProcessHandle::isAlive), "Jupyter or a kernel is left");
  }

  @Test
  void aFigureIsDrawnAndTheInterruptButtonEndsACell() throws Exception {
    assertEquals("entroscope", script("return Jupyter.notebook.kernel.name"));
    run();
    DrawnFigure map = page.awaitFigures().figures().get(0);
    assertTrue(map.heatmaps() == 1 && map.cells() == 4, map::toString);
    browser.screenshot("classic-notebook-figure");
    run();
    browser.await("document.querySelectorAll('.cell')[1].innerText.includes('begun\\n')", LIMIT);
    long begun = System.nanoTime();
    click("interrupt-kernel");
    browser.await("!document.querySelectorAll('.cell')[1].innerText.includes('[*]')", LIMIT);
    double seconds = (System.nanoTime() - begun) / 1e9;
    assertTrue(seconds < 5, "the interrupt took " + seconds + " s");
    run();
    browser.await("document.querySelectorAll('.cell')[2].innerText.includes('42')", LIMIT);
    assertEquals(List.of(), browser.requestsElsewhere(), "addresses asked for");
  }

  @Test
  void aTrainingIsLiveUntilTheInterruptAndSilentAfterIt() throws Exception {
    // from cell 3 on, use the keyboard: select a cell and press Shift+Enter
    run();
    page.awaitFigures();
    select(3);
    press(Keys.chord(Keys.SHIFT, Keys.ENTER));
    press(Keys.chord(Keys.SHIFT, Keys.ENTER));
    browser.await(cell(4) + ".querySelector('[data-drawn] .scatterlayer .js-line')", LIMIT);
    browser.await(cell(4) + ".querySelectorAll('.heatmaplayer image').length == 1", LIMIT);
    String first = outputs(4);
    for (int i = 0; i < 600 && outputs(4).equals(first); i++) {
      Thread.sleep(200);
    }
    assertNotEquals(first, outputs(4), "the picture does not change while it trains");
    browser.screenshot("classic-notebook-training");
    click("interrupt-kernel");
    browser.await("!" + cell(4) + ".innerText.includes('[*]')", LIMIT);
    // the last picture remains and says how the training ended, and is drawn when it is visible
    script(cell(4) + ".scrollIntoView()");
    browser.await(cell(4) + ".innerText.includes('interrupted: step ')", LIMIT);
    String end = outputs(4);
    assertTrue(end.contains("interrupted: step "), end);
    List<DrawnFigure> figures = page.awaitFigures().figures();
    assertEquals(2, figures.size(), figures::toString);
    assertTrue(figures.get(1).lines() > 0 && figures.get(1).heatmaps() == 1, figures::toString);
    run();
    browser.await("/steps \\d/.test(" + cell(5) + ".innerText)", LIMIT);
    String steps = outputs(5).replaceAll("(?s).*steps (\\d+).*", "$1");
    assertTrue(Integer.parseInt(steps) > 0, steps);
    // in this time, a thread that continued training would draw four pictures and make hundreds of
    // steps
    Thread.sleep(2500);
    run();
    browser.await("/still \\d/.test(" + cell(6) + ".innerText)", LIMIT);
    assertTrue(outputs(6).contains("still " + steps + " INTERRUPTED"), outputs(6));
    assertEquals(end, outputs(4), "something wrote into the cell after its end");
    assertEquals(0L, script("return " + cell(5) + ".querySelectorAll('svg').length"));
    browser.screenshot("classic-notebook-interrupted");
    assertEquals(List.of(), browser.requestsElsewhere(), "addresses asked for");
  }

  private static String cell(int index) {
    return "document.querySelectorAll('.cell')[" + index + "]";
  }

  /** Returns the text that a cell shows below its code. */
  private String outputs(int index) {
    return (String) script("return " + cell(index) + ".querySelector('.output_wrapper').innerText");
  }

  private void select(int index) {
    browser.driver().findElements(By.cssSelector(".cell .input_prompt")).get(index).click();
  }

  private void press(String keys) {
    browser.driver().switchTo().activeElement().sendKeys(keys);
  }

  private void run() {
    click("run-cell-and-select-next");
  }

  private void click(String action) {
    browser
        .driver()
        .findElement(
            By.cssSelector("button[data-jupyter-action='jupyter-notebook:" + action + "']"))
        .click();
  }

  private Object script(String text) {
    return browser.driver().executeScript(text);
  }
}
