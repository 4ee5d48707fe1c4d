package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.browser.NotebookPage;
import org.entroscope.browser.Page;
import org.entroscope.lab.ModernPagesIT.Shown;
import org.entroscope.notebook.DisplayBundle;
import org.entroscope.notebook.Displays;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Tests our displays in JupyterLab 4 and Notebook 7 together with the extension of Python's plotly,
 * which takes over all outputs of type {@code application/vnd.plotly.v1+json}. Also tests what
 * remains of the displays in an untrusted notebook.
 */
@Tag("slow")
class ModernDisplaysIT extends PagesBesidePlotly {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String DRAWN =
      "document.querySelectorAll('[data-drawn] .main-svg:first-child').length";
  private static final String MAP = ".subplot.xy .heatmaplayer image";

  /**
   * A script that returns the label of a drawing, whether its numbers are next to it as text, and
   * the width of this text.
   */
  private static final String HEARD =
      """
      const box = document.querySelector('[data-drawn]');
      const words = box.querySelector('pre');
      return [
        box.querySelector('[role=img]').getAttribute('aria-label'),
        /1\\.10 +0\\.98/.test(words.textContent),
        Math.round(words.parentElement.getBoundingClientRect().width)
      ];\
      """;

  private static final String ATTENTION =
      """
      float[][][][] a = new float[2][2][6][6];
      for (int h = 0; h < 4; h++)
        for (int q = 0; q < 6; q++) {
          for (int k = 0; k <= q; k++) a[h / 2][h % 2][q][k] = (1 - h / 3f) / (q + 1);
          a[h / 2][h % 2][q][q] += h / 3f;
        }
      new AttentionMaps("SM", a)\
      """;
  private static final String TABLE =
      """
      import tech.tablesaw.api.*;
      Table.create("t", StringColumn.create("s", "b", "a", "c"),
          DoubleColumn.create("x", 1, 1.5, 1_000_000))\
      """;

  private static String named(String name, Shown shown) {
    return name + "-" + shown.name().toLowerCase(Locale.ROOT) + ".ipynb";
  }

  private static NotebookPage open(Shown shown, String file) {
    String address = shown == Shown.JUPYTERLAB ? server.lab(file) : server.notebook7(file);
    return NotebookPage.open(browser, address);
  }

  @ParameterizedTest
  @EnumSource
  void figuresAreClickedTablesSortedAndThemesFollowed(Shown shown) throws Exception {
    String file = named("displays", shown);
    NotebookFile.write(folder.resolve(file), ATTENTION, "Architecture.of(\"SM + LN + G\")", TABLE);
    try (NotebookPage page = open(shown, file)) {
      assertTrue(
          (Boolean)
              browser.run(
                  "return document.getElementById('jupyter-config-data').textContent"
                      + ".includes('jupyterlab-plotly')"),
          "plotly's extension is not there");
      for (int cell = 0; cell < 3; cell++) {
        page.runToEnd(cell);
      }
      browser.await(DRAWN + " === 1 && document.querySelector('svg[role=img]')", LIMIT);
      assertEquals(
          List.of("text/html"),
          browser.run(
              "return [...new Set([...document.querySelectorAll('.jp-OutputArea-output')]"
                  + ".map(output => output.dataset.mimeType))]"));

      WebElement map = browser.await(MAP, 1).get(0);
      browser.click(map, map.getRect().getWidth() / 4, map.getRect().getHeight() / 4);
      browser.await("document.body.textContent.includes('layer 1, head 1: 0.000 nats')", LIMIT);

      assertEquals(
          List.of(
              "Attention of SM: Left: entropy (nats); T = 6, causal bound ln(T!)/T = 1.10, ln T ="
                  + " 1.79. Click a head or drag the slider to see its attention",
              true,
              1L),
          browser.run(HEARD),
          "what a screen reader tells, and its words are out of sight");

      assertTrue(page.output(2).replaceAll("\\s+", " ").contains("b 1 a 1.5 c 1,000,000"));
      browser.run("document.querySelector('.entroscope-sort').focus()");
      browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
      assertTrue(
          page.output(2).replaceAll("\\s+", " ").contains("a 1.5 b 1 c 1,000,000"), page.output(2));
      browser.click(browser.find(".entroscope-sort").get(1), 0, 0);
      browser.click(browser.find(".entroscope-sort").get(1), 0, 0);
      assertTrue(
          page.output(2).replaceAll("\\s+", " ").contains("c 1,000,000 a 1.5 b 1"), page.output(2));
      assertFalse(
          (Boolean) browser.run("return !!document.querySelector('.jp-mod-editMode')"),
          "the key that sorts begins to edit the cell");

      Object places = browser.run(Page.TITLE_PLACES);
      for (String theme : List.of("JupyterLab Dark", "JupyterLab Light")) {
        Object colour = browser.run("return " + colour(".gtitle"));
        page.theme(theme);
        browser.await(colour(".gtitle") + " !== '" + colour + "'", LIMIT);
        assertEquals(places, browser.run(Page.TITLE_PLACES), theme);
        assertEquals(
            browser.run(
                "return "
                    + colour(".jp-RenderedHTML strong, .jp-RenderedHTML b")
                        .replace(".fill", ".color")),
            browser.run("return " + colour("svg[role=img]")),
            "the drawing has the page's colour");
        browser.screenshot("displays-" + shown + "-" + theme.replace(' ', '-'));
      }
    }
  }

  private static String colour(String selector) {
    return "getComputedStyle(document.querySelector('" + selector + "')).fill";
  }

  @ParameterizedTest
  @EnumSource
  void withoutTrustDrawingsAreSeenAndFiguresSayWhatTheyShow(Shown shown) throws Exception {
    String file = named("untrusted", shown);
    stored(
        folder.resolve(file),
        Architecture.of("SM + LN + G"),
        new HeadValues(new float[][] {{0.1f, 1.9f}, {3, 0.02f}}, 64));
    try (NotebookPage page = open(shown, file)) {
      browser.await(
          "document.querySelector('.entroscope-picture')"
              + " && document.querySelector('.entroscope-picture').naturalWidth > 600",
          LIMIT);
      assertEquals(0L, browser.run("return " + DRAWN), "no script may run here");
      assertFalse(page.output(0).contains("softmaxq"), "a jumble of letters: " + page.output(0));
      browser.await(
          "document.querySelector('.entroscope-static')"
              + " && document.querySelector('.entroscope-static').naturalWidth > 600",
          LIMIT);
      String words =
          (String) browser.run("return document.querySelector('.entroscope-words').textContent");
      assertTrue(words.contains("Head entropy") && words.contains("causal bound 3.206"), words);
      assertTrue(words.contains("run this cell, or trust the notebook"), words);
      browser.screenshot("untrusted-" + shown);
    }
  }

  /** Writes a notebook that contains the displays of values and has no signature. */
  private static void stored(Path file, Object... values) throws Exception {
    List<Object> cells = new ArrayList<>();
    for (Object value : values) {
      DisplayBundle bundle = Displays.of(value).orElseThrow();
      cells.add(
          Map.of(
              "cell_type",
              "code",
              "id",
              "cell" + cells.size(),
              "source",
              "1",
              "execution_count",
              1,
              "metadata",
              Map.of(),
              "outputs",
              List.of(
                  Map.of(
                      "output_type",
                      "display_data",
                      "metadata",
                      Map.of(),
                      "data",
                      bundle.forms()))));
    }
    Map<String, String> kernel =
        Map.of("name", "entroscope", "display_name", "Entroscope", "language", "java");
    Map<String, Object> notebook =
        Map.of(
            "nbformat",
            4,
            "nbformat_minor",
            5,
            "metadata",
            Map.of("kernelspec", kernel),
            "cells",
            cells);
    Files.writeString(file, new ObjectMapper().writeValueAsString(notebook));
  }
}
