package org.entroscope.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.entroscope.browser.Browser;
import org.entroscope.browser.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.w3c.dom.Document;

/** Tests what a browser without network access draws of the figures. */
@Tag("slow")
class FigureBrowserIT {

  private static final String CELL_TEXT = ".scatterlayer .textpoint text";
  private static final String CELLS = ".heatmaplayer image";

  private static final String POINTS = ".scatterlayer .point";
  private static final String TITLE_COLOUR =
      "getComputedStyle(document.querySelector('.gtitle')).fill";

  @TempDir static Path folder;
  @AutoClose private static final Browser browser = Browser.start().resize(740, 1000);

  /** Opens a page with the given text. */
  private static Page open(String html) {
    return browser.show(folder, html);
  }

  @Test
  void everyFigureOfASavedPageIsDrawn() {
    // selectors of the parts that a figure must have, with the number of each
    Map<String, Map<String, Integer>> parts =
        new TreeMap<>(
            Map.of(
                "map", Map.of(CELL_TEXT, 12, CELLS, 1, ".colorbar, .cbcoloraxis", 1),
                "maps", Map.of(CELL_TEXT, 24, CELLS, 2),
                "attention", Map.of(CELLS, 1),
                "history", Map.of(".scatterlayer .trace", 3, POINTS, 8, ".shapelayer path", 1),
                "histories", Map.of(".scatterlayer .trace", 3, POINTS, 8),
                "bar", Map.of(".barlayer .point path", 5, ".barlayer .bartext", 5),
                "bars", Map.of(".barlayer .point path", 10, ".legend .traces", 2),
                "loss", Map.of(".scatterlayer .trace .js-line", 2, POINTS, 5),
                "live", Map.of(CELL_TEXT, 12, CELLS, 1, ".legend .traces", 2),
                "first", Map.of(CELL_TEXT, 1)));
    parts.put("slider", Map.of(CELL_TEXT, 12, CELLS, 1, ".slider-group", 1));
    parts.put("explorer", Map.of(CELL_TEXT, 4, CELLS, 2, ".slider-group", 1));
    parts.put("temperature", Map.of(".slider-group", 1));
    parts.put("logit", Map.of(".slider-group", 1));
    parts.put("learned", Map.of(CELL_TEXT, 4, CELLS, 1));
    parts.put("own", Map.of(CELL_TEXT, 4, CELLS, 1, ".colorbar, .cbcoloraxis", 1));
    parts.put("own history", Map.of(POINTS, 2));
    parts.put("own slider", Map.of(CELL_TEXT, 4, CELLS, 1, ".slider-group", 1));
    parts.put("own bar", Map.of(".barlayer .point path", 5, ".barlayer .bartext", 5));
    parts.put("own explorer", Map.of(CELL_TEXT, 4, CELLS, 2, ".slider-group", 1));
    parts.put("own live", Map.of(CELL_TEXT, 8, CELLS, 2));
    Map<String, Figure> figures = Samples.figures("SM + G");
    assertEquals(figures.keySet(), parts.keySet());
    figures.forEach(
        (name, figure) -> {
          Page page = open(figure.toHtml());
          parts.get(name).forEach((selector, count) -> browser.await(selector, count));
          assertEquals(List.of(), browser.errors(), name);
          browser.await("[data-drawn] .main-svg:first-child", 1);
          page.assertTextsApart();
          Long scroll = (Long) browser.run("return document.documentElement.scrollWidth");
          assertTrue(scroll <= 740, name + " is wider than the page: " + scroll);
        });
  }

  @Test
  void cellsHaveTheColoursOfTheirValues() {
    open(HeatMap.of(Samples.map(3, 4)).toHtml());
    WebElement image = browser.await(CELLS, 1).get(0);
    assertTrue(image.getRect().getWidth() > 300 && image.getRect().getHeight() > 80);
    assertEquals("3.21", browser.find(CELL_TEXT).get(0).getText());
    // samples 4 x 3 pixels of the picture, one in each cell
    String pixels =
        """
        const image = arguments[0], done = arguments[arguments.length - 1];
        const picture = new Image(); picture.src = image.href.baseVal;
        const canvas = document.createElement('canvas');
        return picture.decode().then(() => {
          canvas.width = picture.width; canvas.height = picture.height;
          const pen = canvas.getContext('2d'); pen.drawImage(picture, 0, 0);
          const colours = [];
          for (let y = 0; y < 3; y++) for (let x = 0; x < 4; x++)
            colours.push(pen.getImageData((x + .5) / 4 * picture.width,
                (y + .3) / 3 * picture.height, 1, 1).data.slice(0, 3).join());
          return colours;
        });\
        """;
    List<?> colours = (List<?>) browser.run(pixels, image);
    assertEquals("253,231,37", colours.get(0), "the bound is yellow");
    assertEquals(12, new HashSet<Object>(colours).size(), colours.toString());
  }

  @Test
  void attacksAreShownLiterally() {
    StringBuilder page = new StringBuilder("<!DOCTYPE html><meta charset=utf-8>");
    page.append(PlotlyLibrary.html());
    int figures = 0;
    for (String text : Attacks.TEXTS) {
      for (Figure figure : Samples.figures(text).values()) {
        page.append(figure.html());
        figures++;
      }
    }
    open(page.toString());
    browser.await("[data-drawn] .main-svg:first-child", figures);
    assertNull(browser.run("return window." + Attacks.MARK));
    assertEquals(
        0,
        browser.find("img:not(.entroscope-static), .main-svg a, .main-svg script, iframe").size());
    for (String text : Attacks.TEXTS) {
      if (!text.contains("\n")) {
        Object shown =
            browser.run(
                "return [...document.querySelectorAll('.gtitle')]"
                    + ".some(title => title.textContent === arguments[0])",
                text);
        assertEquals(true, shown, text);
      }
    }
  }

  @Test
  void drawsWherePagesHaveAModuleSystem() {
    Figure figure = HeatMap.of(Samples.map(3, 4));
    String modules =
        "<!DOCTYPE html><script>window.taken = 0; window.module = {exports: {}};"
            + "window.exports = window.module.exports;"
            + "window.define = function () { window.taken++; }; define.amd = {};</script>";
    open(modules + PlotlyLibrary.html() + figure.html());
    browser.await(CELL_TEXT, 12);
    assertEquals(0L, browser.run("return window.taken"));
  }

  @Test
  void figuresOfOnePageDoNotCollide() {
    Figure figure = HeatMap.of(Samples.map(3, 4));
    String copied = figure.html();
    // the figure comes before the library and after it, occurs twice, and one output of a cell is
    // repeated
    open(
        "<!DOCTYPE html>"
            + copied
            + PlotlyLibrary.html()
            + copied
            + figure.html()
            + PlotlyLibrary.html());
    browser.await(CELL_TEXT, 36);
    browser.await("[data-drawn]", 3);
    assertEquals(
        3L,
        browser.run(
            "return new Set([...document.querySelectorAll('.plotclip')].map(c => c.id)).size"));
    assertEquals(List.of(), browser.errors());
  }

  @Test
  void followsTheThemeAndTheWidthOfThePage() {
    open(
        "<!DOCTYPE html><body data-jp-theme-light=true><div id=cell style='width:700px'>"
            + PlotlyLibrary.html()
            + HeatMap.of(Samples.map(3, 4)).html()
            + "</div></body>");
    browser.await(CELL_TEXT, 12);
    Object light = titleColour();
    browser.run("document.body.setAttribute('data-jp-theme-light', 'false')");
    browser.run("document.getElementById('cell').style.width = '500px'");
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end && (titleColour().equals(light) || width() != 500)) {
      Thread.onSpinWait();
    }
    assertNotEquals(light, titleColour());
    assertEquals(500, width());
  }

  private static Object titleColour() {
    return browser.run("return " + TITLE_COLOUR);
  }

  private static int width() {
    return browser.find(".main-svg").get(0).getRect().getWidth();
  }

  @Test
  void withoutLibraryOrScriptsThePictureAndTheNumbersAreThere() {
    String fragment = HeatMap.of(Samples.map(3, 4)).html();
    open("<!DOCTYPE html>" + fragment);
    assertTrue(shown().contains("causal bound 3.206"), shown());
    assertTrue(pictureWidth() > 600, "without the library the static picture stays");

    open("<!DOCTYPE html>" + fragment.replaceAll("(?s)<script>.*", ""));
    assertTrue(pictureWidth() > 600, "the static picture needs no script");
    assertTrue(shown().contains("Head entropies in nats"), shown());
    assertTrue(shown().contains("causal bound 3.206"), shown());
    assertTrue(shown().contains("run this cell, or trust the notebook"), shown());
  }

  /** JupyterLab hides everything while it changes the theme. */
  @Test
  void anotherThemeLeavesEveryTextInItsPlace() {
    StringBuilder page = new StringBuilder("<!DOCTYPE html><meta charset=utf-8>");
    page.append("<body data-jp-theme-light=true><div id=host>").append(PlotlyLibrary.html());
    Samples.figures("SM + G").values().forEach(figure -> page.append(figure.html()));
    open(page + "</div></body>");
    browser.await("[data-drawn] .main-svg:first-child", Samples.figures("SM + G").size());
    List<?> before = (List<?>) browser.run(Page.TITLE_PLACES);
    long subtitles =
        Samples.figures("SM + G").values().stream()
            .filter(figure -> !figure.layout().at("/title/subtitle/text").asText().isEmpty())
            .count();
    assertEquals(subtitles, before.size(), "figures with a subtitle");
    for (Object place : before) {
      List<?> edges = (List<?>) place;
      assertTrue(number(edges, 1) <= number(edges, 2), () -> "a title on its subtitle: " + edges);
    }
    for (String light : List.of("false", "true")) {
      String colour = String.valueOf(titleColour());
      browser.run(
          "const host = document.getElementById('host');"
              + "document.body.setAttribute('data-jp-theme-light', arguments[0]);"
              + "host.style.display = 'none';"
              + "requestAnimationFrame(() => host.style.display = '');",
          light);
      browser.await(
          "[...document.querySelectorAll('.gtitle')]"
              + ".every(title => getComputedStyle(title).fill !== '"
              + colour
              + "')",
          Duration.ofMinutes(2));
      assertEquals(before, browser.run(Page.TITLE_PLACES));
    }
    assertEquals(List.of(), browser.errors());
  }

  @Test
  void whatIsHiddenIsDrawnWhenItIsShown() {
    Figure figure = HeatMap.of(Samples.map(3, 4));
    open(
        "<!DOCTYPE html><div id=tab style='display:none'>"
            + PlotlyLibrary.html()
            + figure.html()
            + "</div>");
    browser.await("window.entroscopePlotlyLibrary", Duration.ofMinutes(2));
    browser.await("document.querySelector('[data-entroscope]')", Duration.ofMinutes(1));
    assertEquals(0, browser.find("[data-drawn]").size());
    browser.run("document.getElementById('tab').style.display = ''");
    browser.await(CELL_TEXT, 12);
    List<?> edges = (List<?>) ((List<?>) browser.run(Page.TITLE_PLACES)).get(0);
    assertTrue(number(edges, 1) <= number(edges, 2), edges::toString);
  }

  @Test
  void screenReadersKeepTheWordsOfADrawnFigure() {
    open(
        LiveFigure.of("<b>SM</b>", "step 3", Samples.curve(5, 4), Samples.curve(), 9, List.of())
            .toHtml());
    browser.await("[data-drawn] .main-svg:first-child", 1);
    WebElement image = browser.await("[role=img]", 1).get(0);
    assertEquals("<b>SM</b>: step 3", image.getAttribute("aria-label"));
    assertEquals(1, image.findElements(By.cssSelector(".svg-container")).size());
    WebElement words = browser.find("[data-drawn] > [role=img] + details[open]").get(0);
    assertTrue(words.getAttribute("textContent").contains("loss 4.000"), "the numbers as text");
    Object[] styles = {words};
    assertEquals(
        List.of(1L, 1L, "visible", "block"),
        browser.run(
            "const style = getComputedStyle(arguments[0]);"
                + "return [arguments[0].offsetWidth, arguments[0].offsetHeight, style.visibility,"
                + " style.display];",
            styles),
        "out of sight, and not hidden from screen readers");
    assertFalse(
        browser.find("[data-drawn] .entroscope-note").get(0).isDisplayed(),
        "nothing says that it is not drawn");
    assertFalse(browser.find(".entroscope-static").get(0).isDisplayed(), "one picture is enough");
  }

  @Test
  void anotherVersionOfPlotlyOnThePageIsNeitherUsedNorReplaced() {
    String other =
        "<script>window.Plotly = {version: 'other', newPlot: () => { throw 'not ours'; }}</script>";
    String figure = HeatMap.of(Samples.map(3, 4)).html();
    open("<!DOCTYPE html>" + other + figure + PlotlyLibrary.html());
    browser.await(CELL_TEXT, 12);
    assertEquals("other", browser.run("return window.Plotly.version"));
    assertEquals(List.of(), browser.errors());
  }

  private static double number(List<?> edges, int index) {
    return ((Number) edges.get(index)).doubleValue();
  }

  private static int pictureWidth() {
    WebElement picture = browser.find(".entroscope-static").get(0);
    browser.await("document.querySelector('.entroscope-static').complete", Duration.ofMinutes(1));
    return ((Number) browser.run("return arguments[0].naturalWidth", picture)).intValue();
  }

  private static String shown() {
    return browser.find(".entroscope-figure").get(0).getAttribute("textContent");
  }

  @Test
  void aClickOrTheSliderLeadsFromAHeadToItsAttention() {
    open(HeadExplorer.of(Samples.attentionMaps("SM", 6)).toHtml());
    browser.await(CELLS, 2);
    browser.await(".js-plotly-plot .annotation-text-g", 2);
    assertEquals("layer 0, head 0: 1.097 nats", title());
    assertEquals(List.of(0.1667, 0L), shownProbabilities());
    WebElement map = browser.find(".subplot.xy .heatmaplayer image").get(0);
    int quarter = map.getRect().getWidth() / 4;
    int half = map.getRect().getHeight() / 4;
    browser.click(map, quarter, half); // moves from the middle to the last cell
    browser.await(
        "document.body.textContent.includes('layer 1, head 1: 0.000 nats')", Duration.ofMinutes(2));
    assertEquals(List.of(0L, 3L), shownProbabilities());
    WebElement rail = browser.find(".slider-rail-touch-rect").get(0);
    browser.click(rail, -rail.getRect().getWidth() / 6, 0);
    browser.await(
        "document.body.textContent.includes('layer 0, head 1: 0.9')", Duration.ofMinutes(2));
    Object chosen = shownProbabilities();
    assertEquals(1L, ((List<?>) chosen).get(1));

    browser.run("window.light = " + TITLE_COLOUR + "; document.body.style.background = '#111'");
    browser.await("window.light !== " + TITLE_COLOUR, Duration.ofMinutes(2));
    assertEquals(chosen, shownProbabilities(), "another theme leaves the slider where it is");
    assertEquals("layer 0, head 1", title().replaceAll(":.*", ""));
    assertEquals(List.of(), browser.errors());
  }

  private static String title() {
    return browser.find(".annotation-text-g").get(1).getText();
  }

  /** Returns the probability at the lower left of the matrix and the position of the slider. */
  private static Object shownProbabilities() {
    return browser.run(
        "const plot = document.querySelector('.js-plotly-plot');"
            + "return [plot.data[0].z[5][0], plot._fullLayout.sliders[0].active]");
  }

  @Test
  void savesPictures() throws Exception {
    Figure figure = HeatMap.of("<SM> & \u05e9\u05dc\u05d5\u05dd", Samples.withNaN());
    figure.save(folder.resolve("figure.svg"));
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("figure.svg").toFile());
    assertEquals("svg", svg.getDocumentElement().getTagName());
    assertEquals("760", svg.getDocumentElement().getAttribute("width"));
    String text = svg.getDocumentElement().getTextContent();
    assertTrue(text.contains("<SM> & \u05e9\u05dc\u05d5\u05dd") && text.contains("NaN"), text);

    figure.save(folder.resolve("figure.png"));
    BufferedImage png = ImageIO.read(folder.resolve("figure.png").toFile());
    assertEquals(1800, png.getWidth());
    assertEquals(2 * figure.height(), png.getHeight());
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < png.getWidth(); x += 7) {
      colours.add(png.getRGB(x, png.getHeight() / 2));
    }
    assertTrue(colours.size() > 4, "one colour a cell at least: " + colours.size());
    assertFalse(Files.exists(folder.resolve("figure")), "nothing temporary is left");
  }
}
