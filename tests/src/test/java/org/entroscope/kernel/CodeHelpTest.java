package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(KernelClassPath.class)
class CodeHelpTest {

  private static CellEvaluator evaluator;
  private static CodeHelp help;

  @BeforeAll
  static void start() {
    evaluator = new CellEvaluator();
    evaluator.run(0, "import org.entroscope.architecture.*;");
    help = new CodeHelp(evaluator.analysis());
  }

  @AfterAll
  static void stop() {
    evaluator.close();
  }

  private static CodeHelp.Completion at(String codeWithBar) {
    int cursor = codeWithBar.indexOf('|');
    return help.complete(codeWithBar.replace("|", ""), cursor);
  }

  @Test
  void membersAreCompleted() {
    CodeHelp.Completion completion = at("Architecture.o|");
    assertEquals(List.of("of("), completion.matches());
    assertEquals("Architecture.".length(), completion.from());
  }

  @Test
  void placesAreThoseOfTheCell() {
    String before = "int a = 1;\nint b = 2;\n";
    CodeHelp.Completion completion = at(before + "Architecture.o|\nint c;");
    assertEquals(List.of("of("), completion.matches());
    assertEquals(before.length() + "Architecture.".length(), completion.from());
  }

  @Test
  void namesOfTheSameCellAreKnown() {
    String before = "var shapeOfMine = ModelShape.laptop();\n";
    CodeHelp.Completion completion = at(before + "shapeOfMine.withLay|");
    assertEquals(List.of("withLayers("), completion.matches());
    assertEquals(before.length() + "shapeOfMine.".length(), completion.from());
  }

  @Test
  void signaturesAreFound() {
    for (String cell : List.of("Architecture.of(\"SM\")", "int a = 1;\nArchitecture.of(\"SM\")")) {
      List<Documentation> found = help.document(cell, cell.indexOf("of(") + 1);
      assertFalse(found.isEmpty(), cell);
      assertTrue(
          found.get(0).signature().contains("of(String notation)"), found.get(0).signature());
    }
  }

  @Test
  void javadocBecomesPlainWords() {
    String javadoc =
        "Reads {@code x &lt; y} or <b>not</b>.\n Much more here.\n"
            + " @param x the\n     first\n @return a result\n"
            + " @throws IllegalStateException if {@link Foo#bar() it} is {@code {}}\n"
            + " @since 1.2\n @see Foo#baz\n";
    assertEquals(
        "Reads x < y or not.\n  x: the first\nReturns a result\n"
            + "Throws IllegalStateException: if it is {}\nSee Foo.baz",
        Documentations.words(javadoc, false));
    assertTrue(Documentations.words(javadoc, true).contains("Much more here."));
    assertEquals("", Documentations.words(null, false));
  }

  @Test
  void noTagOfJavadocIsLeftInTheHelpOfTheJdk() {
    for (String name : List.of("String.format", "java.util.List.of", "Thread.sleep")) {
      String text = HelpQuestion.answer(help, name).text();
      assertFalse(text.contains("@throws") || text.contains("{@") || text.contains("@param"), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "HeatMap? | HeatMap",
        "?HeatMap | HeatMap",
        "??HeatMap | HeatMap",
        "run.save? | run.save",
        "run.save()? | run.save",
        "x > 1 ? 2 : 3 | -",
        "HeatMap | -",
        "? | -"
      })
  void aQuestionIsRecognised(String cell, String name) {
    assertEquals(name, HelpQuestion.of(cell).orElse(null));
  }

  @Test
  void aQuestionShowsSignaturesAndWords() {
    assertTrue(HelpQuestion.answer(help, "String").text().contains("java.lang.String"));
    assertTrue(HelpQuestion.answer(help, "Math.abs").text().contains("int Math.abs(int a)"));
    assertThrows(CellFailure.class, () -> HelpQuestion.answer(help, "Nowhere"));
  }

  @Test
  void aCellIsCompleteOrNot() {
    assertEquals(Completeness.COMPLETE, help.completeness("int a = 1;"));
    assertEquals(Completeness.DEFINITELY_INCOMPLETE, help.completeness("int a = 1;\nfor (;;) {"));
    assertEquals(Completeness.UNKNOWN, help.completeness("int int ) c"));
  }
}
