package org.entroscope.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the text of the notebooks about the findings contains no results written by hand. A
 * percentage or a perplexity in the text must be a result of the paper, and its sentence must cite
 * the source. Our own results are computed in the cells.
 */
class NotebookProseTest {

  private static final Path NOTEBOOKS = Path.of("..", "notebooks");

  private static final Pattern FINDINGS = Pattern.compile("(\\d.*|paper)\\.ipynb");

  private static final Pattern RESULT =
      Pattern.compile(
          "\\d+(\\.\\d+)?\\s*(\\\\?%|per cent)|perplexit(y|ies)\\s+(\\w+\\s+){0,2}\\d+\\.\\d+",
          Pattern.CASE_INSENSITIVE);

  /** The confidence level of an interval is not a result. */
  private static final Pattern INTERVAL =
      Pattern.compile("95\\s*(\\\\?%|per cent) (bootstrap )?interval");

  private static final Pattern SOURCE = Pattern.compile("Tables? \\d|Figures? \\d|arXiv \\d");

  /**
   * A full stop, question mark or colon before a space, an empty line, or the next item of a list.
   */
  private static final Pattern SENTENCE = Pattern.compile("(?<=[.?!])\\s+|\\n\\s*\\n|\\n[-*|] ");

  static List<String> unsourced(String prose) {
    List<String> found = new ArrayList<>();
    for (String sentence : SENTENCE.split(prose)) {
      String claims = INTERVAL.matcher(sentence).replaceAll("");
      Matcher result = RESULT.matcher(claims);
      if (result.find() && !SOURCE.matcher(claims).find(result.end())) {
        found.add(sentence.strip());
      }
    }
    return found;
  }

  @Test
  void noNotebookOfFindingsReportsResultsByHand() throws IOException {
    List<Path> books;
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      books =
          files
              .filter(f -> FINDINGS.matcher(f.getFileName().toString()).matches())
              .sorted()
              .toList();
    }
    assertTrue(books.contains(NOTEBOOKS.resolve("paper.ipynb")), books::toString);
    List<String> found = new ArrayList<>();
    for (Path book : books) {
      for (JsonNode cell : new ObjectMapper().readTree(book.toFile()).get("cells")) {
        if (cell.get("cell_type").asText().equals("markdown")) {
          unsourced(source(cell)).forEach(s -> found.add(book.getFileName() + ": " + s));
        }
      }
    }
    assertEquals(List.of(), found);
  }

  private static String source(JsonNode cell) {
    JsonNode source = cell.get("source");
    if (source.isTextual()) {
      return source.asText();
    }
    StringBuilder text = new StringBuilder();
    source.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Our model has 44% of its heads at the top.",
        "It is 8.2 per cent better.",
        "We get a perplexity of 6.82, which is good.",
        "In Figure 2a many heads are at the top; here 44% are.",
        "The paper has 58% (Figure 2a). Here it is 44%."
      })
  void aResultWithoutSourceIsFound(String prose) {
    assertEquals(1, unsourced(prose).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "In the paper 58% of the heads are at the top (Figure 2a).",
        "A perplexity of 2.69 is what Table 3 prints.",
        "Bars are 95% intervals over seeds, and a 95% bootstrap interval is narrow.",
        "The learning rate is 0.003, and 8 layers are trained for 1,000 steps."
      })
  void whatIsThePapersOrNoResultIsNot(String prose) {
    assertEquals(List.of(), unsourced(prose));
  }
}
