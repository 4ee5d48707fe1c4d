package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.browser.Browser;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.HeadHistory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Tests the pointer and the keyboard in the drawings of the inside of a model and in an animation.
 */
@Tag("slow")
class DrawingBrowserIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final List<String> TOKENS = List.of("a", " ", "<b>", "\n", "e", "f");

  @TempDir static Path folder;
  @AutoClose private static final Browser browser = Browser.start();

  /**
   * Returns heads 0 to 3, from a head that attends to all tokens to a head that attends to itself.
   */
  private static AttentionMaps maps(String name) {
    AttentionMaps unnamed = Samples.attentionMaps(name, TOKENS.size());
    float[][][][] heads = new float[2][2][][];
    for (int head = 0; head < 4; head++) {
      heads[head / 2][head % 2] = unnamed.at(head / 2, head % 2);
    }
    return new AttentionMaps(name, heads, TOKENS);
  }

  private static void open(String fragments) throws IOException {
    String page = "<!DOCTYPE html><meta charset=utf-8><body>" + fragments + "</body>";
    browser.show(folder, page);
    browser.await("document.querySelector('[data-drawn]')", LIMIT);
  }

  private static void awaitText(String text) {
    browser.await("document.body.innerText.includes('" + text + "')", LIMIT);
  }

  private static WebElement named(String label) {
    return browser.await("[aria-label='" + label + "']", 1).get(0);
  }

  /** Returns the opacity of the highlight of a token, or 0 without a highlight. */
  private static double highlight(WebElement token) {
    Object[] tokens = {token};
    String colour =
        (String) browser.run("return getComputedStyle(arguments[0]).backgroundColor", tokens);
    return Double.parseDouble(colour.replaceAll(".*,|\\)", "").strip());
  }

  @Test
  void aClickEnlargesAHeadOfTheGallery() throws IOException {
    open(HeadGallery.of(maps("SM")).html());
    awaitText("layer 0, head 0: entropy 1.10 nats");
    assertEquals(List.of(1L, 35L), brightCells(), "only the first token sees nothing but itself");

    browser.click(named("layer 1, head 1: entropy 0.00 nats"), 0, 0);
    awaitText("layer 1, head 1: entropy 0.00 nats");
    assertEquals(List.of(6L, 30L), brightCells(), "every token sees nothing but itself");
    assertEquals(1, browser.find("button[style*='outline: rgb(213, 94, 0)']").size(), "one frame");

    WebElement large = browser.find("canvas").get(4);
    int cell = large.getRect().getWidth() / TOKENS.size();
    browser.click(large, cell / 2 - 2 * cell, cell / 2 - 2 * cell);
    awaitText("query \\u201c\\u2423\\u201d at 1, key \\u201c\\u2423\\u201d at 1: attention 100%");
    browser.click(large, cell / 2, cell / 2 - 2 * cell);
    awaitText(
        "query \\u201c\\u2423\\u201d at 1, key \\u201c\\u21b5\\u201d at 3: hidden by the mask");
    assertEquals(List.of(), browser.errors());
  }

  /**
   * Returns the number of cells of the enlarged matrix with the brightest colour, and that of all
   * others.
   */
  private static Object brightCells() {
    return browser.run(
        """
        const canvas = document.querySelectorAll('canvas')[4];
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let bright = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          if (pixels[i] === 253 && pixels[i + 1] === 231 && pixels[i + 2] === 37) bright++;
        }
        return [bright, pixels.length / 4 - bright];\
        """);
  }

  @Test
  void thePointerOnATokenShowsItsAttentionInEveryModel() throws IOException {
    open(AttentionText.of(maps("SM"), maps("SM + G")).html());
    awaitText("layer 0, head 0 (entropy 1.10 nats): \\u201cf\\u201d at 5 attends to");
    List<WebElement> tokens = browser.find("[role=group] > span");
    assertEquals(2 * TOKENS.size(), tokens.size());
    assertEquals("<b>", tokens.get(2).getText(), "texts are shown literally");

    browser.click(tokens.get(2), 0, 0);
    awaitText("\\u201c<b>\\u201d at 2 attends to \\u201ca\\u201d at 0 (33%)");
    for (int model = 0; model < 2; model++) {
      List<WebElement> own = tokens.subList(model * TOKENS.size(), (model + 1) * TOKENS.size());
      for (int key = 0; key < TOKENS.size(); key++) {
        assertEquals(key > 2 ? 0 : 0.433, highlight(own.get(key)), 0.01, "token " + key);
      }
    }

    List<WebElement> heads = browser.await("[aria-label='layer 1, head 1: entropy 0.00 nats']", 2);
    browser.click(heads.get(1), 0, 0);
    awaitText("layer 1, head 1 (entropy 0.00 nats): \\u201c<b>\\u201d at 2 attends to \\u201c<b>");
    assertEquals(0, highlight(tokens.get(0)));
    assertEquals(0.75, highlight(tokens.get(2)), 0.01, "in the first model, too");
    assertEquals(2, browser.find("button[style*='outline: rgb(213, 94, 0)']").size());

    browser.find("[role=group]").get(0).sendKeys(Keys.ARROW_RIGHT);
    awaitText("\\u201c\\u21b5\\u201d at 3 attends to \\u201c\\u21b5\\u201d at 3 (100%)");
    browser.find("[role=group]").get(0).sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    awaitText("\\u201c\\u2423\\u201d at 1 attends to");
    assertEquals(List.of(), browser.errors());
  }

  @Test
  void drawingsOfOnePageAreIndependentAndFollowItsTheme() throws IOException {
    String gallery = HeadGallery.of(maps("SM")).html();
    open(gallery + HeadGallery.of(maps("SM + G")).html() + AttentionText.of(maps("SM")).html());
    browser.await("[data-drawn]", 3);
    browser.click(browser.await("[aria-label^='layer 1, head 0']", 3).get(0), 0, 0);
    assertEquals(
        List.of("layer 1, head 0", "layer 0, head 0"),
        browser.run(
            "return [...document.querySelectorAll('[data-drawn] canvas')]"
                + ".filter(c => c.previousSibling).map(c => c.previousSibling.textContent)"
                + ".map(t => t.split(':')[0])"));
    Object light = browser.run("return getComputedStyle(document.querySelector('p')).color");
    browser.run("document.body.style.cssText = 'background: #111; color: #eee'");
    assertNotEquals(
        light, browser.run("return getComputedStyle(document.querySelector('p')).color"));
    browser.resize(740, 1000);
    Long width = (Long) browser.run("return document.documentElement.scrollWidth");
    assertTrue(width <= 740, "the drawings are wider than a narrow page: " + width);
  }

  @Test
  void playGoesThroughTheStepsUntilItIsStopped() throws IOException {
    HeadHistory short_ =
        HeadHistory.empty().add(0, Samples.oneLayer(3)).add(50, Samples.oneLayer(2));
    HeadHistory long_ = short_.add(100, Samples.oneLayer(1)).add(150, Samples.oneLayer(0.5f));
    Figure figure =
        HistoryMaps.compare(Samples.trained("SM", short_), Samples.trained("SM + G", long_));
    browser.show(folder, figure.toHtml());
    WebElement play = browser.await(".updatemenu-button", 1).get(0);
    browser.run(
        """
        const plot = document.querySelector('.js-plotly-plot');
        window.seen = [];
        plot.on('plotly_update', () => window.seen.push(
            [plot._fullLayout.sliders[0].active, plot.data[0].z[0][0], plot.data[2].z[0][0]].join()));\
        """);
    browser.click(play, 0, 0);
    browser.await("window.seen.length === 4", LIMIT);
    List<String> once = List.of("0,3,3", "1,2,2", "2,2,1", "3,2,0.5");
    assertEquals(once, browser.run("return window.seen"));

    // in the middle of an animation, the button stops it, and so does moving the slider
    for (String stop : List.of("press()", "plot.emit('plotly_sliderstart', {})")) {
      browser.run(
          """
          const plot = document.querySelector('.js-plotly-plot');
          function press() {
            document.querySelector('.updatemenu-button').dispatchEvent(new MouseEvent('click'));
          }
          window.seen = [];
          plot.once('plotly_update', () => {
            STOP;
            press();
          });
          press();\
          """
              .replace("STOP", stop));
      browser.await("window.seen.filter(s => s.startsWith('3')).length === 1", LIMIT);
      List<String> again = new ArrayList<>(List.of("0,3,3"));
      again.addAll(once);
      assertEquals(again, browser.run("return window.seen"), "stopped, then from the start again");
    }
    assertEquals(List.of(), browser.errors());
  }
}
