package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entroscope.kernel.KernelProcess.Answer;
import org.entroscope.kernel.KernelProcess.Port;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests cells that overload their kernel. Such a cell ends with an error, and the next one works.
 */
@Tag("slow")
@Tag("alone")
@Timeout(300)
class HarshCellsIT {

  private static KernelProcess kernel;

  @BeforeAll
  static void start() throws Exception {
    kernel = KernelProcess.start("-Xmx600m");
  }

  @AfterAll
  static void stop() throws Exception {
    kernel.close();
  }

  private static final String THREADS =
      "Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted()"
          + ".collect(java.util.stream.Collectors.joining(\" \"))";

  private static void servesOn() {
    assertEquals("2", kernel.execute("1 + 1").result());
    String threads = kernel.execute(THREADS).result();
    for (String name :
        List.of("shell-channel", "control-channel", "heartbeat", "cell-output", "iothread-2")) {
      assertTrue(threads.contains(name), () -> name + " ended: " + threads);
    }
    assertTrue(kernel.beats());
  }

  @RepeatedTest(3)
  void manySmallObjectsFillTheHeapOfTheirCellAlone() {
    kernel.execute("var kept = \"of another cell\";");
    Answer answer =
        kernel.execute(
            "var m = new java.util.ArrayList<String>(); while (true) m.add(\"x\".repeat(1000));",
            Duration.ofMinutes(2));
    assertTrue(answer.error().startsWith("OutOfMemoryError: Java heap space"), answer.error());
    assertTrue(answer.error().contains("The heap of 600 MB was full"), answer.error());
    assertTrue(answer.error().contains("these variables were set to null: m"), answer.error());
    servesOn();
    assertEquals("of another cell", kernel.execute("kept").result());
    // there is as much free memory as before
    String large = "byte[][] b = new byte[3000][100_000]; b.length";
    assertEquals("3000", kernel.execute(large).result());
    kernel.execute("b = null;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.stream.Stream.generate(() -> \"x\".repeat(1000)).toList()",
        "java.util.stream.IntStream.iterate(0, i -> i + 1).boxed().toList()",
        "java.util.List<Object> deep(java.util.List<Object> in) {"
            + " return deep(new java.util.ArrayList<>(java.util.List.of(in, new byte[100_000]))); }"
            + " Thread t = new Thread(null, () -> { }, \"\"); deep(java.util.List.of())",
        "var all = new java.util.ArrayList<byte[]>(); while (true) all.add(new byte[50 << 20]);",
        "var map = new java.util.HashMap<Integer, int[]>();"
            + " for (int i = 0; ; i++) map.put(i, new int[20]);",
        "var text = new StringBuilder(\"x\"); while (true) text.append(text);"
      })
  void whateverFillsTheHeapIsAnErrorOfItsCell(String cell) {
    Answer answer = kernel.execute(cell, Duration.ofMinutes(2));
    assertEquals("error", answer.status());
    assertTrue(
        answer.error().startsWith("OutOfMemoryError")
            || answer.error().startsWith("StackOverflowError"),
        answer.error());
    servesOn();
  }

  @Test
  void aFullHeapOfEarlierCellsIsTold() {
    kernel.execute("var early = new java.util.ArrayList<String>();");
    Answer answer =
        kernel.execute("while (true) early.add(\"x\".repeat(1000));", Duration.ofMinutes(2));
    assertTrue(
        answer.error().contains("Set the ones that are no longer needed to null"), answer.error());
    servesOn();
    kernel.execute("early = null; System.gc();");
    assertEquals(
        "45", kernel.execute("int s = 0; for (int i = 0; i < 10; i++) s += i; s").result());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.out.close();",
        "System.err.close();",
        "System.out.close(); System.out.println(1);",
        "try (var out = System.out) { out.println(1); }",
        "System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));",
        "System.setOut(null);"
      })
  void aCellCannotSilenceLaterOnes(String cell) {
    kernel.execute(cell);
    assertEquals("heard\n", kernel.execute("System.out.println(\"heard\");").text());
    assertEquals("heard\n", kernel.execute("System.err.println(\"heard\");").text());
  }

  @Test
  void aCellOfTwentyThousandStatementsIsRefusedAtOnce() {
    Answer answer = kernel.execute(statements(20_000), Duration.ofSeconds(30));
    assertTrue(
        answer.error().startsWith("TooManyStatements: this cell has 20,000"), answer.error());
    assertEquals("2", kernel.execute("1 + 1").result());
  }

  @Test
  void aLongCellCanBeInterrupted() throws Exception {
    String id = kernel.begin(statements(1_900));
    Thread.sleep(2000);
    kernel.interrupt();
    long begin = System.nanoTime();
    assertTrue(kernel.answer(id, Duration.ofSeconds(30)).error().startsWith("Interrupted"));
    assertTrue((System.nanoTime() - begin) / 1e9 < 10, "interrupting took long");
  }

  private static String statements(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "int many%d = %d;".formatted(i, i))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void anEndlessLoopOfGenerationIsInterruptedAtOnce() {
    kernel.execute(
        "var gpt = Experiment.of(\"SM\").on(Corpus.of(new Random(1).ints(9000, 97, 123)"
            + ".collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)"
            + ".toString())).shape(ModelShape.laptop().withLayers(2))"
            + ".plan(TrainingPlan.laptop().withSteps(2)).train().model();",
        Duration.ofMinutes(2));
    String id =
        kernel.begin("System.out.println(\"on\"); while (true) gpt.generate(\"some text\", 200);");
    awaitText();
    long begin = System.nanoTime();
    kernel.interrupt();
    assertTrue(kernel.answer(id, Duration.ofSeconds(60)).error().startsWith("Interrupted"));
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertTrue(seconds < 10, "it took " + seconds + " s; 2 are meant, on an idle machine");
  }

  private static void awaitText() {
    while (true) {
      List<JsonObject> message = kernel.read(Port.IOPUB);
      if (message != null && message.get(0).get("msg_type").getAsString().equals("stream")) {
        return;
      }
    }
  }
}
