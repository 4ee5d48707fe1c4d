package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.browser.Browser;
import org.entroscope.browser.Page.DrawnFigure;
import org.entroscope.lab.LabCommand.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures of executed notebooks, seen in a browser without network. */
@Tag("slow")
class ExecutedFiguresIT {

  private static final String MAP =
      "var map = new EntropyMap(new float[][] {{0.1f, 1.9f, 2.2f}, {3.4f, 0.02f, 1.0f}}, 64);";

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
    assertTrue(Files.size(html) < 6_000_000, "the page is too large: " + Files.size(html));
    try (Browser browser = Browser.start()) {
      List<DrawnFigure> figures = browser.open(html).assertDrawnOffline(2);
      assertEquals(2, figures.size(), figures::toString);
      assertEquals(1, figures.get(0).heatmaps(), figures::toString);
      assertEquals(6, figures.get(0).cells(), figures::toString);
      assertTrue(figures.get(1).bars() >= 3, figures::toString);
      browser.screenshot("executed-maps");
    }
  }

  /** The notebooks of the project; each must show at least so many figures. */
  @ParameterizedTest
  @CsvSource({"quickstart, 4", "private-inference, 5"})
  void everyFigureOfANotebookIsDrawn(String name, int figures) throws Exception {
    Path results = Path.of("target", "notebooks").toAbsolutePath();
    Ended ended = LabCommand.run(folder, "--run", name, "--out", results.toString());
    assertEquals(0, ended.status(), ended.said());
    try (Browser browser = Browser.start()) {
      browser.open(results.resolve(name + ".html")).assertDrawnOffline(figures);
      browser.screenshot("notebook-" + name.replace('/', '-'));
    }
  }
}
