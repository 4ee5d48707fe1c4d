package org.entroscope.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.PlainEntropy;
import org.junit.jupiter.api.Test;

/**
 * Tests that the numbers on the instructor's page agree with the stored notebooks and that its
 * schedule fits.
 */
class InstructorsPageTest {

  private static final Path FOLDER = Path.of("..", "notebooks", "workshop");

  /** A link of the form [22.0](3-break-it.ipynb "the words before it in an output"). */
  private static final Pattern LINKED =
      Pattern.compile("\\[([\\d.]+)]\\(([\\w/-]+\\.ipynb)\\s+\"([^\"]+)\"\\)");

  private static final Pattern DECIMAL = Pattern.compile("(?<![\\d.])\\d+\\.\\d+(?![\\d.]*\\d)");

  /** Decimals that follow from a formula. They must agree in all printed digits. */
  private static final List<Double> FORMULAS =
      List.of(
          -Math.log(1.0 / 8) / 8, // one term of the sum for a uniform row
          Math.log(128),
          EntropyBound.causal(128),
          Math.pow(3.1 - 0.5 * Math.log(64), 2),
          Math.pow(3.1 - 0.5 * Math.log(64) - 0.2 * Math.log(64), 2));

  private static String page() throws IOException {
    return Files.readString(FOLDER.resolve("README.md"));
  }

  private static String outputs(String notebook) throws IOException {
    StringBuilder all = new StringBuilder();
    JsonNode cells = new ObjectMapper().readTree(FOLDER.resolve(notebook).toFile()).path("cells");
    for (JsonNode cell : cells) {
      for (JsonNode output : cell.path("outputs")) {
        JsonNode text = output.path("data").path("text/plain");
        all.append(text.isTextual() ? text.asText() : "");
        text.forEach(line -> all.append(line.asText()));
        all.append('\n');
      }
    }
    return all.toString();
  }

  private static boolean agree(String printed, double value) {
    int decimals = printed.contains(".") ? printed.length() - printed.indexOf('.') - 1 : 0;
    return Math.abs(Double.parseDouble(printed) - value) <= 0.5001 * Math.pow(10, -decimals);
  }

  @Test
  void linkedNumbersAreThoseOfTheNotebooks() throws IOException {
    List<MatchResult> links = LINKED.matcher(page()).results().toList();
    assertTrue(links.size() >= 7, "found the links");
    for (MatchResult link : links) {
      Matcher found =
          Pattern.compile(Pattern.quote(link.group(3)) + "(\\d+(\\.\\d+)?)")
              .matcher(outputs(link.group(2)));
      assertTrue(found.find(), link.group() + " stands in no output");
      assertTrue(
          agree(link.group(1), Double.parseDouble(found.group(1))),
          link.group() + " is " + found.group(1));
    }
  }

  @Test
  void everyOtherDecimalFollowsFromAFormulaOrALink() throws IOException {
    String page = page();
    List<String> linked = LINKED.matcher(page).results().map(m -> m.group(1)).toList();
    String prose =
        LINKED
            .matcher(page)
            .replaceAll("")
            .replaceAll("`[^`]*`|```[\\s\\S]*?```|arXiv [\\d.]+", "")
            .replaceAll("lands at 1\\.8", "");
    for (MatchResult decimal : DECIMAL.matcher(prose).results().toList()) {
      boolean known = FORMULAS.stream().anyMatch(value -> agree(decimal.group(), value));
      assertTrue(
          known || linked.contains(decimal.group()), "where is this from: " + decimal.group());
    }
  }

  /** The row has one score of 1.8 and three scores of zero. */
  @Test
  void oneNatIsWhereThePageSays() throws IOException {
    assertTrue(page().contains("lands at 1.8"));
    assertEquals(1, PlainEntropy.ofLogits(1, 1.8, 0, 0, 0), 0.01);
  }

  @Test
  void theScriptIsTwoHoursWithABreakAndSlack() throws IOException {
    Matcher rows =
        Pattern.compile("(?m)^\\| (\\d):(\\d\\d) \\| (\\d+) \\| ([^|]+) \\|").matcher(page());
    int clock = 0;
    List<String> parts = new ArrayList<>();
    int pause = 0;
    int slack = 0;
    while (rows.find()) {
      int from = 60 * Integer.parseInt(rows.group(1)) + Integer.parseInt(rows.group(2));
      int minutes = Integer.parseInt(rows.group(3));
      assertEquals(clock, from, "each part begins where the one before ends: " + rows.group());
      clock += minutes;
      parts.add(rows.group(4));
      pause += rows.group(4).equals("Break") ? minutes : 0;
      slack += rows.group(4).equals("Slack") ? minutes : 0;
    }
    assertEquals(120, clock);
    assertTrue(pause >= 10, "a break");
    assertEquals(15, slack);
    for (String exercise : Exercise.names()) {
      String name = exercise.replace("the ceiling of a map", "the ceiling");
      assertTrue(page().contains("*" + name + "*"), exercise + " has its minutes");
    }
    assertTrue(parts.size() > 12, parts::toString);
  }
}
