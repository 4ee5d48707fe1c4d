package org.entroscope.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The page that a browser shows, and the figures on it. */
public final class Page {

  private static final Duration DRAWING_LIMIT = Duration.ofMinutes(4);

  private static final String FIGURES =
      """
      return Array.from(document.querySelectorAll('[data-entroscope]')).map(function (box) {
        function count(selector) { return box.querySelectorAll(selector).length; }
        var svg = box.querySelector('svg.main-svg');
        var size = svg ? svg.getBoundingClientRect() : {width: 0, height: 0};
        return {
          text: box.innerText,
          width: Math.round(size.width),
          height: Math.round(size.height),
          heatmaps: count('.heatmaplayer .hm image'),
          cells: count('.heatmaplayer .heatmap-label text, .scatterlayer .textpoint text'),
          lines: count('.scatterlayer .lines path'),
          points: count('.scatterlayer .points path'),
          bars: count('.barlayer .point path')
        };
      });
      """;

  /**
   * A script that returns the upper and lower edges of every title and of its subtitle, in pixels
   * from the top of the figure.
   */
  public static final String TITLE_PLACES =
      """
      return Array.from(document.querySelectorAll('.js-plotly-plot')).filter(function (plot) {
        return plot.querySelector('.gtitle-subtitle');
      }).map(function (plot) {
        var top = plot.getBoundingClientRect().top;
        return ['.gtitle', '.gtitle-subtitle'].flatMap(function (name) {
          var box = plot.querySelector(name).getBoundingClientRect();
          return [Math.round(box.top - top), Math.round(box.bottom - top)];
        });
      });
      """;

  /** A script that describes texts that overlap, are cut off or cover data. */
  private static final String TEXTS_THAT_TOUCH =
      """
      const wrong = [];
      for (const plot of document.querySelectorAll('.js-plotly-plot')) {
        const title = (plot.querySelector('.gtitle') || {}).textContent || 'a figure';
        const edge = plot.getBoundingClientRect();
        const texts = [];
        for (const text of plot.querySelectorAll('svg.main-svg text')) {
          if (!text.textContent.trim() || text.closest('.hoverlayer, .modebar-container')) continue;
          const style = getComputedStyle(text);
          if (style.display === 'none' || style.visibility === 'hidden' || +style.opacity === 0) continue;
          const box = text.getBoundingClientRect();
          if (!box.width) continue;
          const matrix = text.getScreenCTM();
          const turned = Math.abs(matrix.b) > 0.01 && Math.abs(matrix.a) > 0.01;
          const words = text.textContent.slice(0, 40);
          if (box.left < edge.left - 1.5 || box.right > edge.right + 1.5
              || box.top < edge.top - 1.5 || box.bottom > edge.bottom + 1.5) {
            wrong.push(title + ': "' + words + '" is cut off');
          }
          // the box of a line of text is higher than its letters
          const room = Math.min(box.height, box.width) * 0.18;
          texts.push({words, turned, left: box.left + 1, right: box.right - 1,
              top: box.top + room, bottom: box.bottom - room});
        }
        for (let i = 0; i < texts.length; i++) {
          for (let j = 0; j < i; j++) {
            const a = texts[i], b = texts[j];
            if (a.turned && b.turned) continue;
            if (Math.min(a.right, b.right) > Math.max(a.left, b.left)
                && Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top)) {
              wrong.push(title + ': "' + a.words + '" over "' + b.words + '"');
            }
          }
        }
        // data that texts may cover: markers, and lines as lists of points
        for (const text of plot.querySelectorAll('text.annotation-text')) {
          const box = text.getBoundingClientRect();
          const edges = [box.left + 1, box.top + 2, box.right - 1, box.bottom - 2];
          if (!box.width) continue;
          for (const mark of plot.querySelectorAll('.scatterlayer .point, .scatterlayer .js-line')) {
            if (mark.closest('.legend') || !crosses(mark, edges)) continue;
            wrong.push(title + ': "' + text.textContent.slice(0, 40) + '" over data');
            break;
          }
        }
      }
      // whether a segment of a line crosses a box (Liang and Barsky)
      function cuts(x0, y0, x1, y1, box) {
        let from = 0, to = 1;
        for (const [step, room] of [[x0 - x1, x0 - box[0]], [x1 - x0, box[2] - x0],
            [y0 - y1, y0 - box[1]], [y1 - y0, box[3] - y0]]) {
          if (step === 0 && room < 0) return false;
          if (step < 0) from = Math.max(from, room / step);
          if (step > 0) to = Math.min(to, room / step);
        }
        return from < to;
      }
      function crosses(mark, box) {
        if (mark.classList.contains('point')) {
          const own = mark.getBoundingClientRect();
          return own.right > box[0] && own.left < box[2] && own.bottom > box[1] && own.top < box[3];
        }
        const matrix = mark.getScreenCTM();
        const numbers = mark.getAttribute('d').match(/[MLHV]|-?[\\d.]+(e-?\\d+)?/g) || [];
        let x = 0, y = 0, name = '', found = false;
        for (let i = 0; i < numbers.length && !found;) {
          if (/[MLHV]/.test(numbers[i])) {
            name = numbers[i++];
            continue;
          }
          const before = [x, y];
          if (name !== 'V') x = +numbers[i++];
          if (name !== 'H') y = +numbers[i++];
          if (name !== 'M') {
            found = cuts(before[0] + matrix.e, before[1] + matrix.f, x + matrix.e, y + matrix.f, box);
          } else {
            name = 'L';
          }
        }
        return found;
      }
      return wrong;\
      """;

  private final Browser browser;

  Page(Browser browser) {
    this.browser = browser;
  }

  /**
   * What is drawn of a figure, as counts of SVG elements.
   *
   * @param text the text in the figure, or the message in place of it
   * @param width of the drawing, pixels; 0 if there is none
   * @param height of the drawing, pixels; 0 if there is none
   * @param heatmaps coloured grids
   * @param cells values written into the cells of heat maps, by the map or by a trace of texts
   * @param lines curves
   * @param points markers
   * @param bars bars
   */
  public record DrawnFigure(
      String text,
      int width,
      int height,
      int heatmaps,
      int cells,
      int lines,
      int points,
      int bars) {

    /** Returns whether it shows more than axes. */
    public boolean isDrawn() {
      return width > 0 && height > 0 && heatmaps + lines + points + bars > 0;
    }
  }

  /**
   * Waits until there is a figure and every figure is drawn or shows a message that says why it is
   * not. A busy computer takes minutes for a full page. While plotly.js is being unpacked, the
   * figures do not count as done.
   */
  public Page awaitFigures() {
    browser.await(
        """
        document.querySelectorAll('[data-entroscope]').length > 0
            && window.entroscopePlotly !== 'unpacking'
            && Array.from(document.querySelectorAll('[data-entroscope]')).every(function (box) {
              var drawn = box.querySelector('svg.main-svg .cartesianlayer');
              if (!drawn && box.hasAttribute('data-drawn')) box.scrollIntoView();
              return drawn || /not (be )?drawn/.test(box.innerText);
            })\
        """,
        DRAWING_LIMIT);
    browser.driver().executeScript("window.scrollTo(0, 0)");
    return this;
  }

  /** Returns the figures of the page, from top to bottom. */
  public List<DrawnFigure> figures() {
    List<?> found = (List<?>) browser.driver().executeScript(FIGURES);
    return found.stream().map(figure -> drawn((Map<?, ?>) figure)).toList();
  }

  /**
   * Asserts that every figure is drawn, that no script failed, and that nothing was requested from
   * the network.
   *
   * @param atLeast the smallest allowed number of figures
   * @return the figures
   */
  public List<DrawnFigure> assertDrawnOffline(int atLeast) {
    awaitFigures();
    List<DrawnFigure> figures = figures();
    assertTrue(figures.size() >= atLeast, () -> "too few figures: " + figures);
    figures.forEach(figure -> assertTrue(figure.isDrawn(), () -> "not drawn: " + figure));
    assertOffline();
    return figures;
  }

  /**
   * Asserts that no texts in a figure overlap and that none is cut off at the figure's edge. It
   * first waits until the figures have the width of the page.
   */
  public void assertTextsApart() {
    browser.await(
        """
        [...document.querySelectorAll('.js-plotly-plot')].every(function (plot) {
          var svg = plot.querySelector('svg.main-svg');
          return !plot.clientWidth || Math.abs(svg.clientWidth - plot.clientWidth) < 2;
        })\
        """,
        DRAWING_LIMIT);
    assertEquals(List.of(), browser.run(TEXTS_THAT_TOUCH), "texts that overlap or are cut off");
  }

  /** Asserts that no script failed and that nothing was requested from the network. */
  public void assertOffline() {
    assertEquals(List.of(), browser.requestsElsewhere(), "addresses asked for");
    assertEquals(List.of(), browser.errors(), "errors in the page");
  }

  /** Asserts that formulas are typeset and that no TeX source is left. */
  public void assertFormulasSet() {
    browser.await("document.querySelector('mjx-container svg')", DRAWING_LIMIT);
    assertFalse(
        (Boolean)
            browser
                .driver()
                .executeScript(
                    "return Array.from(document.querySelectorAll('.jp-RenderedMarkdown'))"
                        + ".some(function (cell) { return /\\$[^$]+\\$/.test(cell.innerText); })"),
        "a formula is left as TeX");
  }

  private static DrawnFigure drawn(Map<?, ?> figure) {
    return new DrawnFigure(
        (String) figure.get("text"),
        number(figure, "width"),
        number(figure, "height"),
        number(figure, "heatmaps"),
        number(figure, "cells"),
        number(figure, "lines"),
        number(figure, "points"),
        number(figure, "bars"));
  }

  private static int number(Map<?, ?> figure, String name) {
    return ((Number) figure.get(name)).intValue();
  }
}
