package org.entroscope.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that every public type of the model cites its source and that its file is short. */
class CitationsTest {

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "(/\\*\\*(?:(?!\\*/).)*\\*/)\\s*public (?:abstract |final |sealed )*"
              + "(?:class|record|interface|enum) (\\w+)",
          Pattern.DOTALL);

  private static final Pattern CITATION =
      Pattern.compile("Eq\\.|Tables? [1-8]|Figures? \\d|[Ss]ection[\\s*]+\\d|Algorithm 1|arXiv");

  /** Public types of infrastructure, for which the paper has nothing to cite. */
  private static final Set<String> NO_SOURCE =
      Set.of(
          "Named",
          "HasMetrics",
          "HasModel",
          "ModelLock",
          "Component",
          "ParameterSpec",
          "ParameterValues",
          "Activations",
          "Arithmetic",
          "PlainArithmetic");

  private static final Path SOURCES = Path.of("../lib/src/main/java/org/entroscope");

  private static final int LONGEST = 400;

  @ParameterizedTest
  @ValueSource(strings = {"architecture", "statistics", "model"})
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

  @Test
  void noTwoRoomsHaveAPublicTypeOfTheSameName() throws IOException {
    // a notebook imports all packages, and such a name would be ambiguous there
    List<String> names = new ArrayList<>();
    List<Path> rooms;
    try (Stream<Path> folders = Files.list(SOURCES)) {
      rooms = folders.filter(Files::isDirectory).toList();
    }
    for (Path room : rooms) {
      for (Path file : sources(room.getFileName().toString())) {
        Matcher type = PUBLIC_TYPE.matcher(Files.readString(file));
        if (type.find()) {
          names.add(type.group(2));
        }
      }
    }
    List<String> twice =
        names.stream().filter(name -> Collections.frequency(names, name) > 1).distinct().toList();
    assertEquals(List.of(), twice);
  }

  private static List<Path> sources(String room) throws IOException {
    try (Stream<Path> files = Files.list(SOURCES.resolve(room))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
