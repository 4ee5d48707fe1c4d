package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compares the answers of our kernel and of the JDK's own shell to the same cells. */
@Tag("slow")
@Timeout(300)
class JdkShellIT {

  /**
   * A cell and an expression that shows its effect. If the expression is empty, the value of the
   * cell itself is compared.
   */
  private record Sample(String cell, String probe) {}

  private static Sample leaves(String cell, String probe) {
    return new Sample(cell, probe);
  }

  private static Sample is(String cell) {
    return new Sample(cell, "");
  }

  private static List<Sample> samples() {
    return Stream.of(DECLARATIONS, STATEMENTS, EXPRESSIONS, LAYOUT, ERRORS)
        .flatMap(List::stream)
        .toList();
  }

  private static final List<Sample> DECLARATIONS =
      List.of(
          leaves("var a1 = 5", "a1"),
          leaves("int a2 = 5", "a2"),
          leaves("int a3", "a3"),
          leaves("String a4", "a4"),
          leaves("int a5 = 1, a6 = 2", "a5 + a6"),
          leaves("int[] a7 = {1, 2}", "a7[1]"),
          leaves("int a8[] = new int[3]", "a8.length"),
          leaves("var a9 = new int[] {1, 2, 3}", "a9.length"),
          leaves("final double b1 = 2.5", "b1"),
          leaves("static int b2 = 3", "b2"),
          leaves("List<String> b3 = List.of(\"x\")", "b3"),
          leaves("Map<String, List<Integer>> b4 = new HashMap<>()", "b4"),
          leaves("Function<Integer, Integer> b5 = i -> i + 1", "b5.apply(1)"),
          leaves("Runnable b6 = () -> { }", "b6 == null"),
          leaves("var b7 = \"\"\"\n  text\n  \"\"\"", "b7"),
          leaves("var b8 = new Object() { int k = 4; }", "b8.k"),
          leaves("var b9 = switch (3) { case 3 -> \"three\"; default -> \"\"; }", "b9"),
          leaves("@Deprecated int c1 = 6", "c1"),
          leaves("import java.util.zip.CRC32", "new CRC32().getValue()"),
          leaves("import static java.lang.Math.abs", "abs(-3)"),
          leaves("import java.util.concurrent.atomic.*", "new AtomicInteger(4).get()"),
          leaves("int c2() { return 7; }", "c2()"),
          leaves("<T> T c3(T t) { return t; }", "c3(\"t\")"),
          leaves("class C4 { int v = 8; }", "new C4().v"),
          leaves("record C5(int v) { }", "new C5(9).v()"),
          leaves("enum C6 { A, B }", "C6.B"),
          leaves("interface C7 { int v = 3; }", "C7.v"),
          leaves("@interface C8 { }", "C8.class.isAnnotation()"),
          leaves(
              "abstract class C9 { abstract int v(); }", "new C9() { int v() { return 2; } }.v()"));

  private static final List<Sample> STATEMENTS =
      List.of(
          leaves("int d1 = 1; d1 = 2", "d1"),
          leaves("int d2 = 1; d2 += 4", "d2"),
          leaves("int d3 = 1; d3++", "d3"),
          leaves("int d4 = 1; --d4", "d4"),
          leaves("int[] d5 = new int[2]; d5[1] = 6", "d5[1]"),
          leaves("var d6 = new StringBuilder(); d6.append(1)", "d6.toString()"),
          leaves("var d7 = new ArrayList<Integer>(); d7.add(3); d7.clear()", "d7"),
          leaves("int d8 = 0; if (d8 == 0) d8 = 5", "d8"),
          leaves("int d9 = 0; if (d9 == 1) d9 = 5; else d9 = 6", "d9"),
          leaves("int e1 = 0; for (int i = 0; i < 3; i++) e1 += i", "e1"),
          leaves("int e2 = 0; for (int i : new int[] {4, 5}) e2 += i", "e2"),
          leaves("int e3 = 0; while (e3 < 7) e3++", "e3"),
          leaves("int e4 = 0; do e4++; while (e4 < 4)", "e4"),
          leaves("int e5 = 0; do { e5++; } while (e5 < 4)", "e5"),
          leaves("int e6 = 0; { e6 = 3; }", "e6"),
          leaves(
              "int e7 = 0; try { e7 = 1 / e7; } catch (ArithmeticException e) { e7 = 2; }", "e7"),
          leaves("int e8 = 0; synchronized (\"\") { e8 = 1; }", "e8"),
          leaves("int e9 = 0; switch (2) { case 2: e9 = 3; }", "e9"),
          leaves("int f1 = 0; out: for (;;) { f1 = 1; break out; }", "f1"),
          leaves("assert true", "1"),
          leaves("new ArrayList<Integer>().clear()", "1"),
          leaves("Thread.yield()", "1"),
          leaves(";", "1"),
          leaves(";;", "1"),
          leaves("throw new IllegalStateException(\"thrown\")", "1"),
          leaves("int f2 = 1; for (;;) { if (f2++ > 5) break; }", "f2"));

  private static final List<Sample> EXPRESSIONS =
      List.of(
          is("1 + 1"),
          is("1 + 1;"),
          is("\"text\""),
          is("'c'"),
          is("null"),
          is("5L"),
          is("2.5f"),
          is("true ? 1 : 2"),
          is("(long) 7"),
          is("\"a\" instanceof String s && s.length() == 1"),
          is("new int[] {1, 2}"),
          is("List.of(1, 2)"),
          is("Stream.of(3, 1, 2).sorted().toList()"),
          is("int.class"),
          is("switch (1) { case 1 -> \"one\"; default -> \"\"; }"),
          is("int g1 = 4; g1"),
          is("Math.max(1, 2)"),
          is("IntStream.range(0, 4)\n    .map(i -> i * i)\n    .sum()"),
          is("new StringBuilder(\"b\").append(1)"));

  private static final List<Sample> LAYOUT =
      List.of(
          leaves("var h1 = 5 // a comment", "h1"),
          leaves("var h2 = 5 /* a comment */", "h2"),
          leaves("// before\nvar h3 = 5", "h3"),
          leaves("/* before */ var h4 = 5", "h4"),
          leaves("var h5 = 5\n\n", "h5"),
          leaves("\n\nvar h6 = 5\n// after\n", "h6"),
          leaves("int h7 = 1;\nint h8 = h7 + 1\n", "h8"),
          leaves("int h9\n  =\n  3", "h9"),
          leaves("class I1 { };\nint i2 = 4", "i2"),
          leaves("int i3() { return 1; } int i4() { return i3() + 1; }", "i4()"),
          is("2 + 3 // five"),
          is("2 + 3; // five"),
          is("\"not // a comment\""),
          is("/** doc */ 6"));

  private static final List<Sample> ERRORS =
      List.of(
          is("int int"),
          is("var j1"),
          is("var j2 = null"),
          is("int j3 = \"text\""),
          is("nowhere + 1"),
          is("nowhere()"),
          is("Nowhere j4"),
          is("1 +"),
          is("int j5 = 1 int j6 = 2"),
          is("return 1"),
          is("break"),
          is("List.of(1).get(2)"),
          is("int j7 = 1 / 0"),
          is("throw new Exception(\"checked\")"));

  private static final String IMPORTS =
      "import java.util.*;\nimport java.util.function.*;\nimport java.util.stream.*;";

  private static JShell jdk;
  private static CellEvaluator ours;

  @BeforeAll
  static void start() {
    jdk = JShell.create();
    ours = new CellEvaluator();
    answerOfJdk(IMPORTS);
    ours.run(0, IMPORTS);
  }

  @AfterAll
  static void stop() {
    jdk.close();
    ours.close();
  }

  @Test
  void bothAnswerAlike() {
    List<Sample> samples = samples();
    assertTrue(samples.size() >= 60, "cells compared: " + samples.size());
    assertAll(samples.stream().map(sample -> () -> compare(sample)));
  }

  private static void compare(Sample sample) {
    String expected = answerOfJdk(sample.cell);
    String answer = answer(sample.cell);
    if (sample.probe.isEmpty()) {
      assertEquals(expected, answer, sample.cell);
    } else {
      boolean fails = isError(expected);
      assertEquals(fails ? expected : "runs", isError(answer) ? answer : "runs", sample.cell);
      assertEquals(answerOfJdk(sample.probe), answer(sample.probe), sample.cell);
    }
  }

  private static boolean isError(String answer) {
    return answer.startsWith("! ");
  }

  /**
   * Returns the answer of the JDK. It evaluates one statement after the other, like its shell tool.
   */
  private static String answerOfJdk(String cell) {
    String answer = "null";
    String rest = cell;
    while (!rest.isBlank()) {
      CompletionInfo info = jdk.sourceCodeAnalysis().analyzeCompletion(rest);
      boolean whole = info.completeness().isComplete();
      String source = info.source() == null ? rest : info.source();
      for (SnippetEvent event : jdk.eval(source.stripTrailing())) {
        if (event.causeSnippet() == null) {
          answer = answer(event);
        }
        if (isError(answer)) {
          return answer;
        }
      }
      rest = whole ? info.remaining() : "";
    }
    return answer;
  }

  private static String answer(SnippetEvent event) {
    if (event.status() == Status.REJECTED) {
      return "! " + firstLine(jdk.diagnostics(event.snippet()).filter(Diag::isError).toList());
    }
    if (event.exception() instanceof EvalException e) {
      String type = e.getExceptionClassName();
      return "! " + type.substring(type.lastIndexOf('.') + 1) + ": " + e.getMessage();
    }
    return event.value() == null || event.value().isEmpty() ? "null" : event.value();
  }

  private static String firstLine(List<Diag> errors) {
    return errors.get(0).getMessage(Locale.ROOT).lines().findFirst().orElse("");
  }

  private static String answer(String cell) {
    try {
      return Text.of(ours.run(1, cell));
    } catch (CellFailure e) {
      String name = e.errorName().equals("CompilationError") ? "" : e.errorName() + ": ";
      return "! " + name.substring(name.lastIndexOf('.') + 1) + e.getMessage();
    }
  }

  /** Formats values as JShell does. */
  private static final class Text extends DirectExecutionControl {
    static String of(Object value) {
      return valueString(value);
    }
  }
}
