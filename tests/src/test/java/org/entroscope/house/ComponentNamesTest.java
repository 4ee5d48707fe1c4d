package org.entroscope.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entroscope.architecture.Component;
import org.junit.jupiter.api.Test;

/**
 * Tests that the library does not treat its own components specially. Outside of the packages
 * {@code component} and {@code paper}, no file refers to the class of a component, and only the
 * files listed below contain a term of the notation.
 */
class ComponentNamesTest {

  /** The files that contain terms of the notation, with the reason why each is allowed to. */
  private static final Map<String, String> MAY_WRITE_TERMS =
      Map.ofEntries(
          entry(
              "architecture/ArchitectureNotation.java",
              "a named constant: the nonlinearity of an architecture for which none is named"),
          entry(
              "architecture/NotationHelp.java",
              "a message that shows Table 1 as an example; what can be written it reads from components"),
          entry("pretrained/Gpt2Layout.java", "says in the notation what a file of GPT-2 holds"),
          entry("pretrained/NeoXLayout.java", "says in the notation what a file of GPT-NeoX holds"),
          entry("privacy/CostReport.java", "a report about the paper's ladder of architectures"),
          entry("privacy/MeasuredLadder.java", "measures the paper's ladder of architectures"),
          entry("workshop/BreakIt.java", "an exercise about an architecture of the paper"),
          entry("workshop/OwnIdea.java", "an exercise about architectures of the paper"),
          entry(
              "workshop/OwnComponent.java",
              "an exercise that compares with an architecture of the paper"),
          entry("workshop/RepairIt.java", "an exercise about architectures of the paper"));

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|//[^\\n]*|/\\*.*?\\*/",
          Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\{@link[^}]*}|@see [^\\n]*");

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : new String[] {"lib", "kernel-extension"}) {
      Path root = Path.of("..", module, "src", "main", "java", "org", "entroscope");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = root.relativize(file).toString().replace('\\', '/');
          if (!name.startsWith("component/") && !name.startsWith("paper/")) {
            sources.put(name, Files.readString(file));
          }
        }
      }
    }
    assertTrue(sources.size() > 200, "files: " + sources.size());
    return sources;
  }

  private static Pattern words(Set<String> words) {
    return Pattern.compile("(?<![\\w%$\\\\])(" + String.join("|", words) + ")(?!\\w)");
  }

  /** Returns the files that contain any of the given words, with the words found. */
  private static Map<String, Set<String>> holding(Set<String> words, Function<String, String> part)
      throws IOException {
    Pattern pattern = words(words);
    Map<String, Set<String>> holding = new TreeMap<>();
    sources()
        .forEach(
            (name, source) -> {
              Set<String> found =
                  pattern
                      .matcher(part.apply(source))
                      .results()
                      .map(MatchResult::group)
                      .collect(Collectors.toCollection(TreeSet::new));
              if (!found.isEmpty()) {
                holding.put(name, found);
              }
            });
    return holding;
  }

  /**
   * Returns the code with its strings and the links in its comments, but without the prose of the
   * comments.
   */
  private static String code(String source) {
    return TOKEN
        .matcher(source)
        .replaceAll(
            token -> {
              String text = token.group();
              boolean comment = text.startsWith("/");
              String kept =
                  comment
                      ? LINK.matcher(text).results().map(MatchResult::group).toList().toString()
                      : text;
              return kept.replace("\\", "\\\\").replace("$", "\\$");
            });
  }

  private static String strings(String source) {
    return TOKEN
        .matcher(source)
        .results()
        .map(MatchResult::group)
        .filter(text -> text.startsWith("\""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void noOtherRoomKnowsAComponentsClass() throws IOException {
    Path room = Path.of("..", "lib", "src", "main", "java", "org", "entroscope", "component");
    Set<String> classes;
    try (Stream<Path> files = Files.list(room)) {
      classes =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !name.equals("package-info"))
              .collect(Collectors.toSet());
    }
    assertTrue(classes.contains("Softmax") && classes.contains("EntropyRegulariser"), "" + classes);
    assertEquals(Map.of(), holding(classes, ComponentNamesTest::code));
    noClasses()
        .that()
        .resideOutsideOfPackages("org.entroscope.component..", "org.entroscope.paper..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.entroscope.component..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.entroscope"));
  }

  @Test
  void onlyTheseFilesWriteATermOfTheNotation() throws IOException {
    Set<String> terms =
        ServiceLoader.load(Component.class).stream()
            .map(provider -> provider.get())
            .filter(each -> each.getClass().getPackageName().equals("org.entroscope.component"))
            .map(Component::term)
            .collect(Collectors.toSet());
    assertTrue(terms.size() >= 9 && terms.contains("SM"), "" + terms);
    Map<String, Set<String>> holding = holding(terms, ComponentNamesTest::strings);
    // "R^(2x3)" is the set of real matrices
    holding.remove("privacy/Nonlinearity.java", Set.of("R"));
    assertEquals(new TreeSet<>(MAY_WRITE_TERMS.keySet()), holding.keySet(), holding::toString);
  }

  @Test
  void aNameInCodeInALinkOrInAStringIsFound() {
    String source =
        "/** Uses {@link Gelu}; Relu is prose. */ class A { String s = \"a \\\" // Softmax\"; } // SN";
    assertEquals(
        Set.of("Gelu", "Softmax"),
        words(Set.of("Gelu", "Relu", "Softmax"))
            .matcher(code(source))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet()));
    assertTrue(words(Set.of("SM", "SN")).matcher(strings("x(\"SM(t) + LN\"); // SN")).find());
    assertEquals("", strings("x(); // \"SN\"").strip());
  }
}
