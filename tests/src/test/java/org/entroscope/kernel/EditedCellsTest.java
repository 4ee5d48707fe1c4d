package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that cells can be edited and run again without losing the results of other cells. */
@ExtendWith(KernelClassPath.class)
@Timeout(120)
class EditedCellsTest {

  private final CellEvaluator evaluator = new CellEvaluator();
  private String said = "";

  @AfterEach
  void stop() {
    evaluator.close();
  }

  /**
   * Runs cells one after the other and returns the value of the last one. Stores the text that they
   * write to System.err.
   */
  private Object run(String... cells) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      Object last = null;
      for (int i = 0; i < cells.length; i++) {
        last = evaluator.run(i + 1, cells[i]);
      }
      return last;
    } finally {
      System.setErr(before);
      said = written.toString(StandardCharsets.UTF_8);
    }
  }

  static Stream<Arguments> kept() {
    return Stream.of(
        // a variable that was computed from the edited one
        edit("20", "var steps = 2;\nvar total = steps * 10;", "var steps = 3;", "total"),
        edit("20", "int steps = 2;\nint total = steps * 10;", "int steps = 3;", "total"),
        edit("20", "var steps = 2;\nvar total = steps * 10;", "double steps = 3;", "total"),
        edit("20", "var steps = 2;\nvar total = steps * 10;", "var steps = \"3\";", "total"),
        edit("40", "var a = 2;\nvar b = a * 10;\nvar c = b * 2;", "var a = 3L;", "c"),
        edit("[2]", "var n = 2;\nvar list = new ArrayList<>(List.of(n));", "var n = 2L;", "list"),
        edit("21", "int total = 20;", "int total = total + 1;", "total"),
        // a variable that was computed by an edited method
        edit("1", "int f() { return 1; }\nvar v = f();", "int f() { return 2; }", "v"),
        edit("1", "int f() { return 1; }\nint v = f();", "int f() { return 2; }", "v"),
        edit("1", "int f() { return 1; }\nvar v = f();", "String f() { return \"\"; }", "v"),
        edit("1", "int f() { return 1; }\nvar v = f();", "int f(int i) { return i; }", "v"),
        edit("1", "int f() { return 1; }\nvar v = f();", "int f() { return nowhere(); }", "v"),
        // a variable whose class gets other code, a new method, a new field or another kind
        edit("false", ACC + "Acc acc = new Acc();", WITH_METHOD, "acc == null"),
        edit("false", ACC + "var acc = new Acc();", WITH_METHOD, "acc == null"),
        edit("5", ACC + "Acc acc = new Acc();", WITH_METHOD, "acc.n"),
        edit("5", ACC + "var acc = new Acc();", "class Acc { long k; int n = 6; }", "acc.n"),
        edit("5", ACC + "var acc = new Acc();", "record Acc(int n) {}", "acc.n"),
        edit("5", ACC + "Acc[] accs = {new Acc()};", WITH_METHOD, "accs[0].n"),
        edit("5", ACC + "List<Acc> all = List.of(new Acc());", WITH_METHOD, "all.get(0).n"),
        edit(
            "5",
            ACC + "var all = Map.of(1, List.of(new Acc()));",
            WITH_METHOD,
            "all.get(1).get(0).n"),
        edit("5", ACC + "var acc = new Acc();\nint n() { return acc.n; }", WITH_METHOD, "n()"),
        edit("5", ACC + "int of(Acc a) { return a.n; }\nvar n = of(new Acc());", WITH_METHOD, "n"),
        edit("3", "enum E { A, B, C }\nvar e = E.values().length;", "enum E { A }", "e"),
        edit("C", "enum E { A, B, C }\nvar e = E.C;", "enum E { A }", "e"),
        edit("7", "interface I { int i(); }\nI i = () -> 7;", "interface I { long k(); }", "i.i()"),
        edit("9", "record P(int x) {}\nvar p = new P(9);", "record P(int x, int y) {}", "p.x()"),
        // a variable whose type is imported
        edit(
            "[1]",
            "import java.util.List;\nvar l = List.of(1);",
            "import java.util.*;\nimport java.util.function.*;",
            "l"),
        edit(
            "1970-01-01",
            "import java.sql.Date;\nDate d = Date.valueOf(\"1970-01-01\");",
            "import java.util.Date;",
            "d.toLocalDate()"),
        // anonymous classes and lambdas
        edit("5", "var n = 2;\nvar o = new Object() { int k = n + 3; };", "var n = 3L;", "o.k"),
        edit("2", "int n = 2;\nSupplier<Integer> s = () -> 2;", "long n = 3;", "s.get()"),
        // several names in one statement, and a variable without a value
        edit("7", "var k = 3;\nint a = k, b = k + 4;", "var k = \"\";", "b"),
        edit("null", "String late;", "var other = 1;", "late"));
  }

  private static final String ACC = "class Acc { int n = 5; }\n";
  private static final String WITH_METHOD =
      "class Acc { int n = 5; int twice() { return 2 * n; } }";

  private static Arguments edit(String value, String... cells) {
    return Arguments.of(value, List.of(cells));
  }

  @ParameterizedTest
  @MethodSource("kept")
  void anEditElsewhereKeepsTheValue(String value, List<String> cells) {
    run("import java.util.*;\nimport java.util.function.*;");
    assertEquals(value, String.valueOf(run(cells.toArray(String[]::new))), () -> said);
  }

  @Test
  void aSecondAndAThirdEditKeepIt() {
    run("class Acc { int n = 5; }\nvar acc = new Acc();\nvar steps = 2;\nvar total = steps * 10;");
    Object acc = run("acc");
    run("class Acc { int n = 6; int k; }", "var steps = 3L;");
    assertSame(acc, run("acc"));
    run("class Acc { int n = 7; long k; }", "var steps = \"4\";");
    assertSame(acc, run("acc"));
    assertEquals(20, run("total"));
    run("class Acc { int n = 8; }\nvar acc = new Acc();");
    assertEquals(8, run("acc.n"), "its own cell renews it");
  }

  @Test
  void theNewCodeOfAClassCountsForObjectsThatAreThere() {
    run("class Acc { int n = 5; int twice() { return n; } }\nvar acc = new Acc();");
    assertEquals(10, run("class Acc { int n = 5; int twice() { return 2 * n; } }\nacc.twice()"));
    assertEquals("", said);
  }

  @Test
  void lambdasSeeTheNewCodeOfAMethod() {
    run("int f() { return 1; }\njava.util.function.IntSupplier s = () -> f();");
    assertEquals(2, run("int f() { return 2; }\ns.getAsInt()"));
  }

  @Test
  void whatIsOlderThanItsClassIsNamed() {
    run("class Acc { int n = 5; }\nvar acc = new Acc();\nAcc back() { return acc; }");
    run("class Acc { int n = 5; int k; }");
    assertEquals(
        "acc keeps its value, with Acc as declared before this edit."
            + " To use the new declaration, run the cell of acc again.\n"
            + "back() can no longer be used: incompatible types: Acc cannot be converted to Acc\n",
        said);
    run("var acc = new Acc();");
    assertEquals(5, run("back().n"));
  }

  @Test
  void staticFieldsThatStartAgainAreNamed() {
    run("class Best { static int score = 1; static final int MOST = 9; }\nBest.score = 7;");
    run("class Best { static int score = 1; static final int MOST = 8; void more() {} }");
    assertEquals("Best was declared anew, so its static fields start again: score\n", said);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeInItsOwnCellDoesNotLoseTheOldValue(String mistake) {
    run("int x = 5;\nint plus() { return x + 1; }");
    assertThrows(CellFailure.class, () -> run(mistake));
    assertEquals(5, run("x"));
    assertEquals(6, run("plus()"));
  }

  static List<String> mistakes() {
    return List.of(
        "int x = \"text\";",
        "int x = nowhere;",
        "var x = nowhere();",
        "int x = ;",
        "int x = Integer.parseInt(\"no\");",
        "var x = String.valueOf(1 / 0);",
        "long x = 1 / 0;");
  }

  @Test
  void theSameTextAgainComputesAgain() {
    run("int made = 0;\nint make() { return ++made; }", "var m = make();");
    assertEquals(2, run("var m = make();\nm"));
    run("int x;");
    assertEquals(0, run("x = 3;", "int x;\nx"));
  }

  @Test
  void aNestedEvaluationDisturbsNothing() {
    CellEvaluatorAccess.evaluator = evaluator;
    String nested = "org.entroscope.kernel.CellEvaluatorAccess.run(\"long n = 3;\")";
    run("int n = 2;\nvar total = n * 10;");
    run("Object total = " + nested + " == null ? \"done\" : \"\";");
    assertEquals("done", run("total"));
    assertFalse(said.contains("lost"), said);
    assertTrue(HotSwap.isAvailable());
  }
}
