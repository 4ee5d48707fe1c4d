package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entroscope.browser.Browser;
import org.entroscope.plot.HeatMap;
import org.entroscope.statistics.HeadValues;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Tests the slides of stored notebooks in a browser without a network. */
@Tag("slow")
class SlidesIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir static Path folder;
  @AutoClose private static final Browser browser = Browser.start().resize(1280, 800);

  private final ObjectNode notebook = JSON.createObjectNode();

  /**
   * Adds a cell and returns its outputs. The cell is code if its source ends in a semicolon, and
   * prose otherwise. An empty type means that the cell has no type of slide.
   */
  private ArrayNode cell(String type, String source) {
    boolean code = source.endsWith(";");
    ObjectNode cell = notebook.withArray("cells").addObject();
    cell.put("id", "cell-" + notebook.get("cells").size()).put("source", source);
    cell.put("cell_type", code ? "code" : "markdown");
    ObjectNode metadata = cell.putObject("metadata");
    if (!type.isEmpty()) {
      metadata.putObject("slideshow").put("slide_type", type);
    }
    return code ? cell.putNull("execution_count").putArray("outputs") : JSON.createArrayNode();
  }

  private void open(String name) throws IOException {
    notebook.put("nbformat", 4).put("nbformat_minor", 5).putObject("metadata");
    Path file = folder.resolve(name + ".ipynb");
    JSON.writeValue(file.toFile(), notebook);
    LocalMachine machine = new LocalMachine(System.err);
    Jupyter jupyter = new JupyterProvision(machine).provide(Jupyter.Use.EXECUTE);
    new SlideExport(machine, jupyter).write(List.of(new Notebooks.Notebook(name, file)), folder);
    browser.open(folder.resolve(name + ".slides.html"));
    browser.await("document.querySelector('.entroscope-place')", LIMIT);
  }

  private static void press(Keys key) {
    browser.driver().findElement(By.tagName("body")).sendKeys(key);
  }

  private static String place() {
    return browser.find(".entroscope-place").get(0).getText();
  }

  /** Returns the sources on the current slide. */
  private static String shown() {
    return browser.find(".entroscope-cell").stream()
        .filter(cell -> cell.isDisplayed())
        .map(cell -> cell.getText().replaceAll("(?s)(In )?\\[.?]:|\u00b6|;.*", "").strip())
        .collect(Collectors.joining(" "));
  }

  private static List<String> slides() {
    List<String> slides = new ArrayList<>(List.of(shown()));
    String before = place();
    press(Keys.ARROW_RIGHT);
    while (!place().equals(before)) {
      slides.add(shown());
      before = place();
      press(Keys.PAGE_DOWN);
    }
    return slides;
  }

  @Test
  void theTypesOfTheCellsDecideWhereASlideBegins() throws IOException {
    cell("slide", "# one");
    cell("-", "two");
    cell("", "## three");
    cell("subslide", "four");
    cell("skip", "left out");
    cell("fragment", "five;");
    cell("notes", "for the speaker");
    cell("slide", "six");
    open("typed");
    assertEquals(List.of("one two three", "four five", "six"), slides());
    assertEquals("3 / 3", place());
    press(Keys.ARROW_LEFT);
    assertEquals("2 / 3", place());
    assertTrue(browser.driver().getCurrentUrl().endsWith("#2"), "the address names the slide");
    browser.driver().navigate().refresh();
    browser.await("document.querySelector('.entroscope-place').textContent === '2 / 3'", LIMIT);
    // the focus of the clicked element does not capture the keys
    browser.click(browser.find(".entroscope-shown").get(1), 0, 0);
    browser.driver().switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
    assertEquals("3 / 3", place());
  }

  @Test
  void headingsBeginSlidesWhereThereAreNoTypes() throws IOException {
    cell("", "# one");
    cell("", "two");
    cell("", "## three");
    cell("", "four;");
    open("untyped");
    assertEquals(List.of("one two", "three four"), slides());
  }

  @Test
  void whatIsSmallIsEnlargedAndWhatIsTallFits() throws IOException {
    cell("slide", "# A word");
    ObjectNode figure = cell("slide", "map;").addObject();
    figure.put("output_type", "execute_result").putNull("execution_count").putObject("metadata");
    float[][] values = {{3.2f, 1}, {0, 2}};
    String html = HeatMap.of("SM", new HeadValues(values, 64)).html();
    figure.putObject("data").put("text/plain", "numbers").put("text/html", html);
    String lines =
        IntStream.range(0, 40).mapToObj(i -> "- line " + i).collect(Collectors.joining("\n"));
    cell("slide", lines);
    open("tall");
    assertTrue(scale() > 1.3, "a slide with a word is enlarged: " + scale());
    press(Keys.ARROW_RIGHT);
    browser.await(".heatmaplayer image", 1);
    assertFits();
    // the pointer finds the right cell of an enlarged figure
    var map = browser.find(".heatmaplayer image").get(0);
    browser.click(map, map.getRect().getWidth() / 4, -map.getRect().getHeight() / 4);
    browser.await(
        "/layer 0, head 1/.test((document.querySelector('.hoverlayer')||{}).textContent)", LIMIT);
    press(Keys.ARROW_RIGHT);
    assertFits();
    assertTrue(scale() < 1, "a tall slide is made smaller: " + scale());
    assertEquals(List.of(), browser.errors());
    assertEquals(List.of(), browser.requestsElsewhere());
  }

  private static double scale() {
    Object[] none = {};
    return ((Number)
            browser.run(
                "return new DOMMatrix(document.querySelector('.entroscope-stage').style.transform).a",
                none))
        .doubleValue();
  }

  private static void assertFits() {
    browser.await(
        """
        document.documentElement.scrollHeight <= window.innerHeight
            && document.documentElement.scrollWidth <= window.innerWidth
            && [...document.querySelectorAll('.entroscope-shown .js-plotly-plot')].every(plot =>
                plot.getBoundingClientRect().right <= window.innerWidth - 4)\
        """,
        LIMIT);
  }
}
