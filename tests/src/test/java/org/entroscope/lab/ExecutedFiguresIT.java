package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.entroscope.browser.Browser;
import org.entroscope.browser.Page.DrawnFigure;
import org.entroscope.lab.LabCommand.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** Tests the figures of executed notebooks in a browser without a network. */
@Tag("slow")
class ExecutedFiguresIT {

  private static final String MAP =
      "var map = new HeadValues(new float[][] {{0.1f, 1.9f, 2.2f}, {3.4f, 0.02f, 1.0f}}, 64);";

  /** A script that changes a page in the same way as JupyterLab's dark theme. */
  private static final String DARK =
      """
      document.body.setAttribute('data-jp-theme-light', 'false');
      var style = document.documentElement.style;
      ['0', '1', '2'].forEach(function (i) { style.setProperty('--jp-layout-color' + i, '#111'); });
      style.setProperty('--jp-cell-editor-background', '#212121');
      style.setProperty('--jp-rendermime-table-row-background', '#212121');
      ['variable', 'property', 'punctuation'].forEach(function (kind) {
        style.setProperty('--jp-mirror-editor-' + kind + '-color', '#e0e0e0');
      });
      ['0', '1', '2'].forEach(function (i) {
        style.setProperty('--jp-content-font-color' + i, '#eee');
        style.setProperty('--jp-ui-font-color' + i, '#eee');
      });
      """;

  private static final String TITLE = "getComputedStyle(document.querySelector('.gtitle')).fill";

  @TempDir Path folder;

  @Test
  void aMapAndItsDistributionAreDrawn() throws Exception {
    NotebookFile.write(
        folder.resolve("maps.ipynb"),
        "# Two figures",
        MAP,
        "map",
        "HeadDistribution.of(map)",
        "Diagnosis.of(map)");
    Ended ended = LabCommand.run(folder, "--run", "maps", "--folder", ".");
    assertEquals(0, ended.status(), ended.said());
    Path html = folder.resolve("out/maps.html");
    assertTrue(Files.size(html) < 2_000_000, "the page is too large: " + Files.size(html));
    try (Browser browser = Browser.start()) {
      List<DrawnFigure> figures = browser.open(html).assertDrawnOffline(2);
      assertEquals(2, figures.size(), figures::toString);
      assertEquals(1, figures.get(0).heatmaps(), figures::toString);
      assertEquals(6, figures.get(0).cells(), figures::toString);
      assertTrue(figures.get(1).bars() >= 3, figures::toString);
      browser.screenshot("executed-maps");
      String stored = Files.readString(folder.resolve("out/maps.ipynb"));
      assertTrue(stored.length() < 60_000, "the library is not in the notebook");
      for (String format : List.of("slides", "html")) {
        Path exported = export(format);
        browser.scripts(false).open(exported);
        assertPictures(browser, 2, format);
        browser.scripts(true).open(exported);
        assertPictures(browser, 2, format + ", whose scripts find no library");
      }
    }
  }

  /** Exports the executed notebook with Jupyter's own exporter, without any of our code. */
  private Path export(String format) throws Exception {
    Jupyter jupyter =
        new JupyterProvision(new LocalMachine(System.err)).provide(Jupyter.Use.EXECUTE);
    List<String> arguments =
        List.of("-m", "nbconvert", "--to", format, "out/maps.ipynb", "--output", format + "-maps");
    Process python =
        jupyter.command(arguments).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), said);
    String name = format + "-maps" + (format.equals("slides") ? ".slides" : "") + ".html";
    return folder.resolve("out").resolve(name);
  }

  private static void assertPictures(Browser browser, int count, String where) {
    List<WebElement> pictures = browser.find("img.entroscope-static");
    assertEquals(count, pictures.size(), where);
    for (WebElement picture : pictures) {
      int width = Integer.parseInt(picture.getDomProperty("naturalWidth"));
      assertTrue(width > 600, where + ": " + width);
      assertFalse(picture.getAttribute("alt").isBlank(), where);
    }
  }

  @Test
  void aMapALiveTrainingAndItsInterruptAreInThePage() throws Exception {
    NotebookFile.write(
        folder.resolve("live.ipynb"),
        MAP + "\nmap",
        LongTraining.DATA,
        LongTraining.trainedUntil(40),
        "run.history()",
        "\"later: \" + run.status() + \", \" + run.metrics().rowCount() + \" steps\"");
    Ended ended = LabCommand.run(folder, "--run", "live", "--folder", ".");
    assertEquals(0, ended.status(), ended.said());
    try (Browser browser = Browser.start()) {
      var page = browser.open(folder.resolve("out/live.html"));
      List<DrawnFigure> figures = page.assertDrawnOffline(4);
      assertEquals(4, figures.size(), "map, training, lines and slider: " + figures);
      assertEquals(1, figures.get(0).heatmaps(), figures::toString);
      DrawnFigure training = figures.get(1);
      assertTrue(training.lines() > 0 && training.heatmaps() == 1, training::toString);
      assertTrue(training.text().contains("interrupted: step "), training::toString);
      assertTrue(figures.get(2).lines() == 2 && figures.get(3).heatmaps() == 1, figures::toString);
      String said = (String) browser.driver().executeScript("return document.body.innerText");
      assertTrue(said.contains("interrupted after step"), said);
      assertTrue(said.matches("(?s).*later: INTERRUPTED, 4[0-2] steps.*"), said);
      browser.screenshot("executed-live");
      Object light = browser.driver().executeScript("return " + TITLE);
      browser.driver().executeScript(DARK);
      browser.await(TITLE + " !== '" + light + "'", Duration.ofMinutes(1));
      browser.screenshot("executed-live-dark");
    }
  }
}
