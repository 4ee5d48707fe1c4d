package org.entroscope.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is modelled says where it comes from, and fits on a few screens. */
class CitationsTest {

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "(/\\*\\*(?:(?!\\*/).)*\\*/)\\s*public (?:abstract |final |sealed )*"
              + "(?:class|record|interface|enum) (\\w+)",
          Pattern.DOTALL);

  private static final Pattern CITATION =
      Pattern.compile("Eq\\.|Tables? [1-8]|Figures? \\d|[Ss]ection[\\s*]+\\d|Algorithm 1|arXiv");

  /** Housekeeping, with nothing in the paper to point at. */
  private static final Set<String> NO_SOURCE = Set.of("Named", "HasMetrics", "Usage");

  private static final int LONGEST = 300;

  @ParameterizedTest
  @ValueSource(strings = {"architecture", "entropy", "model"})
  void everyPublicTypeCitesItsEquationOrTable(String room) throws IOException {
    List<String> silent = new ArrayList<>();
    int types = 0;
    for (Path file : sources(room)) {
      String source = Files.readString(file);
      assertTrue(source.lines().count() <= LONGEST, file + " is too long");
      Matcher type = PUBLIC_TYPE.matcher(source);
      if (type.find()) {
        types++;
        boolean cites = CITATION.matcher(type.group(1)).find();
        if (!cites && !NO_SOURCE.contains(type.group(2))) {
          silent.add(type.group(2));
        }
      }
    }
    assertTrue(types > 4, "found the sources");
    assertEquals(List.of(), silent);
  }

  private static List<Path> sources(String room) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../lib/src/main/java/org/entroscope", room))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
