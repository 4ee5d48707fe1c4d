package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.browser.Browser;
import org.entroscope.plot.HeatMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Tests in a browser how tables are sorted by hand, and how tables and drawings are shown without
 * trust.
 */
@Tag("slow")
class DisplayBrowserIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path folder;
  @AutoClose private static final Browser browser = Browser.start();

  private static void open(String body) throws IOException {
    String page = "<!DOCTYPE html><meta charset=utf-8><body>" + body;
    browser.show(folder, page);
  }

  private static String html(Object value) {
    return Displays.of(value).orElseThrow().html();
  }

  private static Table table(String name) {
    return Table.create(
        name,
        StringColumn.create("layer", "layer 10", "", "layer 2", "Layer 1", "layer 2"),
        DoubleColumn.create("x", 2, Double.NaN, -1e6, Double.POSITIVE_INFINITY, 10.5));
  }

  /** Returns the texts in a column of a table on the page, from top to bottom. */
  private static String column(int table, int column) {
    return (String)
        browser.run(
            "return [...document.querySelectorAll('.entroscope-table')[arguments[0]].tBodies[0].rows]"
                + ".map(row => row.cells[arguments[1]].innerText).join('|')",
            table,
            column);
  }

  private static WebElement head(int table, int column) {
    return browser
        .find(".entroscope-table")
        .get(table)
        .findElements(By.cssSelector(".entroscope-sort"))
        .get(column);
  }

  private static String order(int table, int column) {
    return head(table, column).findElement(By.xpath("..")).getAttribute("aria-sort");
  }

  @Test
  void aClickSortsUpwardsThenDownwardsThenAsItWas() throws IOException {
    open(html(table("first")) + html(table("second")));
    String asItWas = column(0, 1);
    assertEquals("2||-1,000,000|Infinity|10.5", asItWas);
    head(0, 1).click();
    assertEquals("-1,000,000|2|10.5|Infinity|", column(0, 1), "missing values last");
    assertEquals("ascending", order(0, 1));
    head(0, 1).click();
    assertEquals("Infinity|10.5|2|-1,000,000|", column(0, 1), "missing values last");
    assertEquals("descending", order(0, 1));
    assertEquals(asItWas, column(1, 1), "the other table stays");
    head(0, 1).click();
    assertEquals(asItWas, column(0, 1));
    assertEquals("none", order(0, 1));
    assertEquals(List.of(), browser.errors());
  }

  @Test
  void textSortsAsOneCountsAndEqualRowsKeepTheirOrder() throws IOException {
    open(html(table("first")) + html(table("second")));
    head(1, 0).click();
    assertEquals("Layer 1|layer 2|layer 2|layer 10|", column(1, 0));
    assertEquals("Infinity|-1,000,000|10.5|2|", column(1, 1));
    head(1, 1).click();
    assertEquals("none", order(1, 0), "one column at a time");
  }

  @Test
  void theKeyboardSortsAndJupyterDoesNotHearIt() throws IOException {
    open(
        "<script>window.heard = 0;"
            + "document.addEventListener('keydown', () => window.heard++, true)</script>"
            + html(table("first")));
    browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
    WebElement focused = browser.driver().switchTo().activeElement();
    assertEquals("layer", focused.getText());
    assertEquals("button", focused.getAttribute("role"));
    browser.run("window.heard = 0");
    focused.sendKeys(Keys.ENTER);
    assertEquals("ascending", order(0, 0));
    focused.sendKeys(Keys.SPACE);
    assertEquals("descending", order(0, 0));
    assertEquals("layer 10|layer 2|layer 2|Layer 1|", column(0, 0));
    assertEquals(0L, browser.run("return window.heard"), "Enter would edit the cell");
  }

  @Test
  void aDrawingBecomesAnElementInThePagesColours() throws IOException {
    open("<div style='color:rgb(1, 2, 3)'>" + html(Architecture.of("SM + LN + G")) + "</div>");
    browser.await("svg[role=img]", 1);
    assertEquals(0, browser.find("img").size());
    WebElement drawing = browser.find("svg[role=img]").get(0);
    String label = drawing.getAttribute("aria-label");
    assertTrue(label.startsWith("Block diagram of SM + LN + G. attention: LayerNorm, "), label);
    assertTrue(label.contains("GELU"), label);
    assertEquals(
        "rgb(1, 2, 3)", browser.run("return getComputedStyle(arguments[0]).fill", drawing));
    String text = drawing.getAttribute("textContent");
    assertTrue(text.contains("softmax") && text.contains("\u221a"), text);
  }

  @Test
  void withoutTrustDrawingsAndFiguresArePictures() throws IOException {
    open(
        untrusted(html(Architecture.of("SM + LN + G")))
            + untrusted(html(HeatMap.of(DisplaysTest.MAP)))
            + untrusted(html(table("t"))));
    browser.await(
        "document.images.length === 2 && [...document.images].every(i => i.naturalWidth > 600)",
        LIMIT);
    WebElement picture = browser.find("img").get(0);
    assertTrue(picture.getAttribute("alt").startsWith("Block diagram of SM + LN + G"));
    String shown = (String) browser.run("return document.body.innerText");
    assertEquals(1, shown.split("softmax", -1).length - 1, "no jumble of letters: " + shown);
    WebElement figure = browser.find(".entroscope-static").get(0);
    assertTrue(figure.getAttribute("alt").startsWith("Head entropy: entropy (nats)"));
    assertTrue(shown.contains("The numbers as text"), shown);
    String words = browser.find(".entroscope-words").get(0).getAttribute("textContent");
    assertTrue(words.contains("Head entropies in nats"), words);
    assertTrue(words.contains("run this cell, or trust the notebook"), words);
    int height = browser.find(".entroscope-figure").get(0).getRect().getHeight();
    assertTrue(height < figure.getRect().getHeight() + 60, "no empty room: " + height);
    assertEquals(0, browser.find("[tabindex], [role]").size(), "no button that does nothing");
  }

  /** Returns what JupyterLab's sanitizer keeps of an untrusted part of a page. */
  private static String untrusted(String html) {
    return html.replaceAll("(?s)<script>.*?</script>", "")
        .replaceAll("</?(svg|rect|text|tspan|path|circle|title)\\b[^>]*>", "")
        .replaceAll(" (on[a-z]+|role|tabindex|aria-[a-z]+|data-[a-z]+)=\"[^\"]*\"", "")
        .replaceAll("[a-z-]+:calc\\([^)]*\\)", "");
  }
}
