package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(KernelClassPath.class)
@Timeout(60)
class CellEvaluatorTest {

  private static CellEvaluator evaluator;

  @BeforeAll
  static void start() {
    evaluator = new CellEvaluator();
    // the interrupts of these tests do not wait long enough for the first compilation
    evaluator.run(0, "boolean[] end = {false}; end.length");
  }

  @AfterAll
  static void stop() {
    evaluator.close();
  }

  private static String failure(int number, String cell) {
    CellFailure failure = assertThrows(CellFailure.class, () -> evaluator.run(number, cell));
    return failure.errorName() + "\n" + plain(failure.traceback());
  }

  private static String plain(List<String> lines) {
    return String.join("\n", lines).replaceAll("\u001B\\[[0-9;]*m", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 1 | 2",
        "int a1 = 5; a1 * 2 | 10",
        "\"a\" + 'b' | ab",
        "int a2 = 5; | null",
        "int a3 = 5; a3 = 6; | null",
        "// nothing | null",
        "null | null",
        "java.util.List.of(1, 2) | [1, 2]",
        "int twice(int i) { return 2 * i; } twice(4); | 8",
        "class A4 { int b() { return 7; } } new A4().b() | 7"
      })
  void theValueIsThatOfALastExpression(String cell, String value) {
    assertEquals(value, String.valueOf(evaluator.run(1, cell)));
  }

  @Test
  void valuesAreObjectsAndNotTheirText() {
    Object value = evaluator.run(1, "Object same = new Object();\nsame");
    assertSame(value, evaluator.run(2, "same"));
  }

  @Test
  void whatDoesNotCompileIsShownWithItsLineAndACaret() {
    String shown = failure(1, "int good = 1;\n\n  int bad = \"text\";");
    assertTrue(shown.startsWith("CompilationError\nline 3: incompatible types"), shown);
    assertTrue(shown.endsWith("      int bad = \"text\";\n                ^^^^^^"), shown);
    assertEquals(1, evaluator.run(2, "good"), "statements before it have run");
  }

  @Test
  void aCellThatIsNotClosedSaysSo() {
    assertTrue(failure(1, "class Open {").contains("reached end of file"));
  }

  @Test
  void anExceptionShowsItsCausesAndTheLinesOfCells() {
    evaluator.run(11, "int fails(int x) {\n  // a comment\n  return 10 / x;\n}");
    String shown =
        failure(
            12,
            "// first\nint other = 1;\n\ntry {\n  fails(0);\n} catch (Exception e) {\n"
                + "  throw new IllegalStateException(\"outer\", e);\n}");
    assertEquals(
        """
        IllegalStateException
        java.lang.IllegalStateException: outer
            at cell [12], line 7
               7 | throw new IllegalStateException("outer", e);
        Caused by: java.lang.ArithmeticException: / by zero
            at fails (cell [11], line 3)
            at cell [12], line 5\
        """,
        shown);
  }

  @Test
  void framesOfJShellAndOfTheKernelAreNotShown() {
    String shown =
        failure(1, "java.util.List.of(1).forEach(i -> { throw new RuntimeException(); })");
    assertFalse(shown.contains("REPL"), shown);
    assertFalse(shown.contains("jdk.jshell"), shown);
    assertFalse(shown.contains("org.entroscope.kernel"), shown);
  }

  @Test
  void anErrorDoesNotEndTheSession() {
    String shown = failure(1, "int deep(int i) { return deep(i + 1); }\ndeep(0)");
    assertTrue(shown.startsWith("StackOverflowError"), shown);
    assertTrue(shown.lines().count() < 40, "a deep stack is cut");
    assertEquals(2, evaluator.run(2, "1 + 1"));
  }

  @Test
  void whatIsMissingIsNamedWhenCalled() {
    evaluator.run(1, "int early() { return late() + 1; }");
    assertTrue(failure(2, "early()").contains("there is no method late()"));
    evaluator.run(3, "int late() { return 1; }");
    assertEquals(2, evaluator.run(4, "early()"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int i = 0; while (true) { i++; }",
        "for (;;) { }",
        "long sum = 0; do { sum++; } while (sum >= 0);",
        "Thread.sleep(60_000);",
        "Runnable r = () -> { while (true) Thread.onSpinWait(); }; r.run();"
      })
  void theInterruptButtonEndsLoopsAndWaits(String cell) throws Exception {
    Thread button = interruptAfter(300);
    long begin = System.nanoTime();
    String shown = failure(1, "{ " + STARTED + cell + " }");
    assertTrue(shown.startsWith("Interrupted\n"), shown);
    assertTrue((System.nanoTime() - begin) / 1e9 < 10, "it took too long");
    button.join();
    assertEquals(42, evaluator.run(2, "int s = 0; for (int k = 0; k < 42; k++) s++; s"));
  }

  @Test
  void codeThatEndsItselfKeepsItsValue() throws Exception {
    Thread button = interruptAfter(300);
    Object value =
        evaluator.run(
            1,
            "int partial() { "
                + STARTED
                + "try { Thread.sleep(60_000); return 1; }"
                + " catch (InterruptedException e) { return 2; } }\npartial()");
    assertEquals(2, value);
    button.join();
  }

  @Test
  void theRestOfAnInterruptedCellIsNotRun() throws Exception {
    evaluator.run(1, "boolean reached = false;");
    Thread button = interruptAfter(300);
    String shown =
        failure(
            2,
            "try { "
                + STARTED
                + "Thread.sleep(60_000); } catch (InterruptedException e) { }\nreached = true;");
    assertTrue(shown.contains("the rest of the cell was not run"), shown);
    button.join();
    assertEquals(false, evaluator.run(3, "reached"));
  }

  @Test
  void codeThatCannotBeStoppedIsLeftBehind() throws Exception {
    Thread button = interruptAfter(300);
    String shown =
        failure(
            1,
            "{ "
                + STARTED
                + "java.util.stream.IntStream.iterate(0, i -> i + 1).noneMatch(i -> end[0]); }");
    assertTrue(shown.contains("is still running in the background"), shown);
    button.join();
    evaluator.run(2, "end[0] = true;");
    assertEquals(2, evaluator.run(3, "1 + 1"));
  }

  @Test
  void anInterruptWaitsForALibrarysInitialiser() throws Exception {
    Thread button =
        new Thread(
            () -> {
              try {
                SlowLibrary.Signals.BEGUN.await();
                evaluator.interrupt();
                evaluator.interrupt(); // an impatient reader presses the button twice
                Thread.sleep(1000 * CellThread.GRACE_SECONDS + 500);
              } catch (InterruptedException e) {
                return;
              }
              SlowLibrary.Signals.MAY_END.countDown();
            });
    button.start();
    String shown =
        failure(
            1,
            "boolean whole = org.entroscope.kernel.SlowLibrary.WHOLE;"
                + " while (true) { Thread.onSpinWait(); }");
    assertTrue(shown.startsWith("Interrupted\n"), shown);
    button.join();
    assertTrue(SlowLibrary.WHOLE, "the initialiser was not disturbed");
    assertEquals(2, evaluator.run(2, "1 + 1"));
  }

  /** The beginning of code that has to be running, not compiling, when the interrupt arrives. */
  private static final String STARTED = "System.setProperty(\"cell.started\", \"yes\"); ";

  private static Thread interruptAfter(long millis) {
    System.clearProperty("cell.started");
    Thread button =
        new Thread(
            () -> {
              try {
                while (System.getProperty("cell.started") == null) {
                  Thread.sleep(10);
                }
                Thread.sleep(millis);
              } catch (InterruptedException e) {
                return;
              }
              evaluator.interrupt();
            });
    button.start();
    return button;
  }
}
