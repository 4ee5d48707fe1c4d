package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entroscope.kernel.KernelProcess.Answer;
import org.entroscope.kernel.KernelProcess.Port;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.zeromq.ZMQ;

/** Tests that a kernel continues to work after messages that no client should send. */
@Tag("slow")
@Timeout(300)
class KernelAttackIT {

  private static final List<Port> PORTS = List.of(Port.SHELL, Port.CONTROL, Port.STDIN);
  private static final int MUTATIONS = Integer.getInteger("entroscope.fuzz", 300);

  private static KernelProcess kernel;

  @BeforeAll
  static void start() throws Exception {
    kernel = KernelProcess.start("-Xmx400m");
  }

  @AfterAll
  static void stop() throws Exception {
    kernel.close();
  }

  private static void runsCells(String after) {
    Answer answer = kernel.execute("1 + 1");
    assertEquals("2", answer.result(), () -> after + ": " + answer + "\n" + kernel.log());
  }

  private static void serves(String after) {
    runsCells(after);
    String loop = kernel.begin("System.out.print(\"on\"); while (true) Thread.onSpinWait();");
    awaitRunning();
    kernel.interrupt();
    Answer answer = kernel.answer(loop, Duration.ofSeconds(30));
    assertEquals("Interrupted: interrupted", answer.error(), after);
    assertTrue(kernel.beats(), after);
  }

  // the loop prints text when it begins, so a later interrupt reaches the loop
  private static void awaitRunning() {
    while (true) {
      List<JsonObject> message = kernel.read(Port.IOPUB);
      if (message != null && message.get(0).get("msg_type").getAsString().equals("stream")) {
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHELL", "CONTROL", "STDIN", "HEARTBEAT"})
  void everyMalformedKindIsDroppedAndTheKernelServesOn(Port port) {
    for (Map.Entry<String, List<byte[]>> kind :
        new MessageAttacks(kernel.messages()).kinds().entrySet()) {
      ZMQ.Socket stranger = kernel.stranger(port);
      KernelProcess.send(stranger, kind.getValue());
      stranger.close();
      runsCells(kind.getKey());
    }
    serves("all kinds on " + port);
  }

  @Test
  void anAnswerIsWaitedForAmongMalformedOnes() {
    String id = kernel.begin("new Scanner(System.in).nextLine()");
    List<JsonObject> question = null;
    while (question == null) {
      question = kernel.read(Port.STDIN);
    }
    assertEquals("input_request", question.get(0).get("msg_type").getAsString());
    for (List<byte[]> frames : new MessageAttacks(kernel.messages()).kinds().values()) {
      kernel.send(Port.STDIN, frames);
    }
    JsonObject reply = new JsonObject();
    reply.addProperty("value", "a line");
    kernel.send(Port.STDIN, kernel.messages().frames("answer", "input_reply", reply));
    assertEquals("a line", kernel.answer(id, Duration.ofSeconds(30)).result());
  }

  @Test
  void aQuestionForInputCanBeInterrupted() {
    String id = kernel.begin("new Scanner(System.in).nextLine()");
    while (kernel.read(Port.STDIN) == null) {}
    kernel.interrupt();
    assertEquals("error", kernel.answer(id, Duration.ofSeconds(30)).status());
    serves("an interrupted question");
  }

  /** Tests a busy machine, where the thread of the cells may run long after the interrupt. */
  @Test
  void anInterruptDoesNotEndLaterCellsOfABusyMachine() throws InterruptedException {
    String loop = kernel.begin("System.out.print(\"on\"); while (true) Thread.onSpinWait();");
    awaitRunning();
    kernel.interrupt();
    assertEquals("Interrupted: interrupted", kernel.answer(loop, Duration.ofSeconds(30)).error());
    // an interrupt ends no cell before this time has passed
    Thread.sleep(1000 * CellThread.GRACE_SECONDS + 100);
    List<Thread> busy = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
      busy.add(new Thread(() -> spin(over)));
    }
    busy.forEach(Thread::start);
    try {
      runsCells("an interrupt a second ago");
    } finally {
      over.set(true);
    }
  }

  private static void spin(AtomicBoolean over) {
    while (!over.get()) {
      Thread.onSpinWait();
    }
  }

  /** Tests that an interrupt ends a question at any moment, so that the next one can be asked. */
  @Test
  void manyQuestionsInTurnCanBeInterrupted() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      String id = kernel.begin("new Scanner(System.in).nextLine()");
      while (kernel.read(Port.STDIN) == null) {}
      Thread.sleep(13 * i); // in ms, to be before, in or after a check for the answer
      kernel.interrupt();
      Answer answer = kernel.answer(id, Duration.ofSeconds(30));
      assertEquals("Interrupted: interrupted", answer.error(), "question " + i);
    }
    serves("interrupted questions");
  }

  @Test
  void aPortThatGetsNoZeroMqAtAllServesOn() throws Exception {
    for (Port port : Port.values()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kernel.port(port))) {
        socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".repeat(1000).getBytes());
      } catch (java.net.SocketException e) {
        // the kernel closed the connection, which is correct
      }
    }
    serves("HTTP");
  }

  @Test
  void mutatedMessagesNeitherEndNorStopTheKernel() {
    MessageAttacks attacks = new MessageAttacks(kernel.messages());
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Port port = PORTS.get(seed % PORTS.size());
      ZMQ.Socket stranger = kernel.stranger(port);
      KernelProcess.send(stranger, attacks.mutation(seed));
      stranger.close();
      if (seed % 50 == 0) {
        runsCells("the mutation of seed " + seed);
      }
    }
    serves("mutations");
    assertFalse(kernel.log().contains("OutOfMemoryError"), kernel.log());
  }
}
