package org.entroscope.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entroscope.browser.Browser;
import org.entroscope.browser.Page;
import org.entroscope.files.FileTree;
import org.entroscope.lab.LabCommand.Ended;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

/**
 * Runs every notebook of the project from the first cell to the last, and opens the stored
 * notebooks, whose trainings have their full length, in a browser. Only the quickstart and the
 * exercises that need a real training are trained to the end here; the other notebooks make {@value
 * #SHORT} steps for each model.
 */
@Tag("slow")
class NotebooksIT {

  private static final Path NOTEBOOKS = LabCommand.PROJECT.resolve("notebooks");
  private static final Path RESULTS = Path.of("target", "notebooks").toAbsolutePath();
  private static final Path COPIES = Path.of("target", "short-notebooks").toAbsolutePath();
  private static final Path PAGES = Path.of("target", "notebook-pages").toAbsolutePath();
  private static final String SHORT = "100";

  /** The length of a training in a notebook. */
  private static final Pattern STEPS =
      Pattern.compile("(?<=Regime\\.LIVE_PLAN)(\\.withSteps\\(\\d+\\))?|(?<=p\\.steps = )\\d+");

  private static final String SUFFIX = ".ipynb";

  /** Notebooks whose exercises need a real training. The other solutions run in the quick tests. */
  private static final List<String> TRAINED =
      List.of("workshop/4-repair-it", "workshop/5-your-own-idea");

  @AutoClose private static Browser browser;

  static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path folder : List.of(NOTEBOOKS, NOTEBOOKS.resolve("workshop"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> NOTEBOOKS.relativize(file).toString())
            .filter(name -> name.endsWith(SUFFIX))
            .map(name -> name.substring(0, name.length() - SUFFIX.length()))
            .forEach(names::add);
      }
    }
    return names.stream().sorted().toList();
  }

  static List<String> workshop() throws IOException {
    return names().stream().filter(name -> name.startsWith("workshop/")).toList();
  }

  private static String solutionOf(String name) {
    return name.replace("workshop/", "workshop/solutions/");
  }

  private static int count(String part, String text) {
    return text.split(part, -1).length - 1;
  }

  /** Copies the notebooks and their results, and shortens the trainings of most of them. */
  private static void copy() throws IOException {
    FileTree.delete(COPIES);
    try (Stream<Path> results = Files.walk(NOTEBOOKS.resolve("results"))) {
      for (Path file : results.filter(Files::isRegularFile).toList()) {
        Path copy = COPIES.resolve(NOTEBOOKS.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    List<String> whole = new ArrayList<>(List.of("quickstart"));
    TRAINED.forEach(name -> whole.add(solutionOf(name)));
    for (String name : Stream.concat(names().stream(), whole.stream()).distinct().toList()) {
      Path copy = COPIES.resolve(name + SUFFIX);
      Files.createDirectories(copy.getParent());
      String text = Files.readString(NOTEBOOKS.resolve(name + SUFFIX));
      Files.writeString(copy, whole.contains(name) ? text : shortened(text));
    }
  }

  private static String shortened(String notebook) {
    return STEPS
        .matcher(notebook)
        .replaceAll(found -> found.group().matches("\\d+") ? SHORT : ".withSteps(" + SHORT + ")");
  }

  @BeforeAll
  static void run() throws Exception {
    copy();
    List<String> command = new ArrayList<>(List.of("--run"));
    command.addAll(names());
    TRAINED.forEach(name -> command.add(solutionOf(name)));
    command.addAll(List.of("--folder", COPIES.toString(), "--out", RESULTS.toString()));
    command.addAll(List.of("--parallel", "2"));
    Ended ended = LabCommand.run(COPIES, command.toArray(String[]::new));
    assertEquals(0, ended.status(), ended.said());
    for (String name : names()) {
      Files.createDirectories(page(name).getParent());
      StoredPages.write(NOTEBOOKS.resolve(name + SUFFIX), page(name).getParent());
    }
    browser = Browser.start();
  }

  private static Path page(String name) {
    return PAGES.resolve(name + ".html");
  }

  /** Every stored notebook shows at least the number of figures that is listed here. */
  @ParameterizedTest
  @CsvSource({
    "quickstart, 4",
    "1-entropy-collapse, 8",
    "2-entropic-overload, 8",
    "3-layernorm-alternatives, 8",
    "4-entropy-guided-attention, 8",
    "5-tolerance-margin, 6",
    "6-depth-and-context, 6",
    "look-inside, 6",
    "theory, 5",
    "paper, 4",
    "private-inference, 3",
    "workshop/1-entropy-by-hand, 2",
    "workshop/2-reading-heat-maps, 4",
    "workshop/3-break-it, 4",
    "workshop/4-repair-it, 3",
    "workshop/5-your-own-idea, 6"
  })
  void everyFigureIsDrawnWithoutNetwork(String name, int figures) throws Exception {
    assertTrue(names().contains(name), name);
    Page page = browser.open(page(name));
    page.assertDrawnOffline(figures);
    for (int width : new int[] {1200, 800}) {
      browser.resize(width, 1000);
      page.assertTextsApart();
      browser.screenshot("notebook-%s-%d".formatted(name.replace('/', '-'), width));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void withoutScriptsEveryFigureIsAPicture(String name) {
    browser.scripts(false);
    try {
      browser.open(page(name));
      List<?> figures = browser.find("[data-entroscope], [data-drawing]");
      List<WebElement> pictures =
          browser.find(
              "[data-entroscope] > img.entroscope-static, [data-drawing] > img.entroscope-static");
      assertTrue(!figures.isEmpty() && figures.size() == pictures.size(), name);
      for (WebElement picture : pictures) {
        int width = Integer.parseInt(picture.getDomProperty("naturalWidth"));
        assertTrue(width > 600 && picture.isDisplayed(), name + ": " + width);
        assertFalse(picture.getAttribute("alt").isBlank(), name);
      }
    } finally {
      browser.scripts(true);
    }
  }

  /** The quickstart has just been trained to the end, as a new user does. */
  @Test
  void theQuickstartShowsBothFailures() throws Exception {
    browser.open(RESULTS.resolve("quickstart.html")).assertDrawnOffline(4);
    String outputs = NotebookFile.outputs(RESULTS.resolve("quickstart" + SUFFIX));
    assertTrue(
        Pattern.compile("collapse: layers \\d+-11 .*; overload: layers 0-").matcher(outputs).find(),
        outputs);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNotebookStaysSmall(String name) throws IOException {
    long bytes = Files.size(RESULTS.resolve(name + SUFFIX));
    assertTrue(bytes < StoredNotebooksTest.LARGEST, name + " has " + bytes + " bytes");
  }

  @ParameterizedTest
  @MethodSource("workshop")
  void unsolvedExercisesAsk(String name) throws IOException {
    String asked = NotebookFile.outputs(RESULTS.resolve(name + SUFFIX));
    assertEquals(exercises(name), count("there is no answer; expected is", asked), asked);
  }

  @Test
  void trainedSolutionsAreRight() throws IOException {
    for (String name : TRAINED) {
      String solved = NotebookFile.outputs(RESULTS.resolve(solutionOf(name) + SUFFIX));
      assertEquals(exercises(name), count("(?m)^Right \\(", solved), solved);
      assertFalse(solved.contains("Not yet ("), solved);
    }
  }

  private static int exercises(String name) throws IOException {
    int exercises =
        count("Exercise\\.check\\(", Files.readString(NOTEBOOKS.resolve(name + SUFFIX)));
    assertTrue(exercises > 0, "no exercises in " + name);
    return exercises;
  }

  @Test
  void theNotebooksAreAllHere() throws IOException {
    assertEquals(16, names().size(), names()::toString);
  }
}
