package org.entroscope.privacy.mpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.MeasuredLadder;
import org.entroscope.privacy.ModelWeights;
import org.entroscope.privacy.PlainModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests client and server as two processes. */
@Tag("slow")
class PartyProcessIT {

  private static final ModelShape TINY = new ModelShape(1, 2, 4, 3, 8);
  private static final ModelShape LONGER = new ModelShape(8, 2, 8, 8, 8);

  private static final String EVALUATING = "Done evaluating batch";

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  private ModelWeights weights;
  private ClientInput input;

  @BeforeEach
  void files() throws IOException {
    write(ModelWeights.random(Architecture.of("SM + LN + R"), TINY, 5), 6, 0, 3);
  }

  private void write(ModelWeights model, int... tokens) throws IOException {
    weights = model;
    input = ClientInput.of(model, tokens);
    weights.write(folder.resolve("weights.json"));
    input.write(folder.resolve("input.json"));
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  /**
   * The result is correct, and neither the most verbose logs nor the network traffic reveal a
   * secret.
   */
  @Test
  void computesAndKeepsSecrets() throws Exception {
    Process server = start("server", "server", "0", "weights.json", "3");
    try (Recorder wire = new Recorder(portOf(server))) {
      Process client = start("client", "client", "" + wire.port(), "input.json");
      assertEquals(0, ended(client, 60), () -> log("client"));
      assertEquals(0, ended(server, 10), () -> log("server"));

      double[][] logits = logits();
      double[][] plain = new PlainModel(weights).logits(input.embeddings());
      assertTrue(MeasuredLadder.largestDifference(plain, logits) < 5e-4);

      byte[] seen = wire.recorded();
      assertTrue(seen.length > 100_000, "bytes recorded: " + seen.length);
      // checks that the search finds bytes that are present
      assertTrue(contains(seen, "ENTROSCOPE".getBytes(StandardCharsets.US_ASCII)));
      String logs = log("client") + log("server") + Files.readString(folder.resolve("server.out"));
      assertTrue(logs.contains("TRACE") || logs.contains("DEBUG"), "the logs are talkative");
      for (double secret : secrets(logits)) {
        assertHidden(secret, seen, logs);
      }
    }
  }

  /** Checks that the logs of an execution that failed contain no secret. */
  private void logsHoldNoSecret() {
    String logs = log("client") + log("server");
    for (double secret : secrets(new double[0][])) {
      assertHidden(secret, new byte[0], logs);
    }
  }

  private List<Double> secrets(double[][] logits) {
    List<Double> secrets = new ArrayList<>();
    for (double[] array : weights.arrays().values()) {
      for (double value : array) {
        secrets.add(value);
      }
    }
    for (double[][] matrix : new double[][][] {input.embeddings(), logits}) {
      for (double[] row : matrix) {
        for (double value : row) {
          secrets.add(value);
        }
      }
    }
    return secrets;
  }

  /**
   * Checks that a secret does not occur as a double, as text with six digits, or as the fixed-point
   * number that a share should hide.
   */
  private static void assertHidden(double secret, byte[] wire, String logs) {
    String text = BigDecimal.valueOf(secret).abs().toPlainString();
    if (text.length() >= 8) {
      String digits = text.substring(0, 8);
      assertFalse(logs.contains(digits), () -> digits + " is in a log");
      assertFalse(contains(wire, digits.getBytes(StandardCharsets.US_ASCII)));
    }
    assertFalse(contains(wire, ByteBuffer.allocate(8).putDouble(secret).array()));
    byte[] bytes = onTheWire(secret);
    assertFalse(contains(wire, bytes), () -> secret + " crossed the wire in the clear");
  }

  /** Returns the bytes that FRESCO would send for a number that is not hidden. */
  private static byte[] onTheWire(double secret) {
    BigInteger fixed =
        BigDecimal.valueOf(secret)
            .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(Arithmetic.FRACTION_BITS)))
            .setScale(0, RoundingMode.HALF_UP)
            .toBigIntegerExact();
    BigInteger element = fixed.mod(Arithmetic.field().getModulus());
    // FRESCO sends the length before each number. Without the length, the zeros that the test
    // dealer produces for opened checks and two random bytes after them would sometimes look like a
    // small number.
    byte[] bytes = new byte[1 + Arithmetic.FIELD_BITS / 8];
    bytes[0] = Arithmetic.FIELD_BITS / 8;
    byte[] tail = element.toByteArray();
    int length = Math.min(tail.length, bytes.length - 1);
    System.arraycopy(tail, tail.length - length, bytes, bytes.length - length, length);
    return bytes;
  }

  @Test
  void searchFindsWhatIsNotHidden() {
    double secret = weights.array("layer.0.ffn.in.weight")[5];
    byte[] wire = new byte[1000];
    byte[] clear = onTheWire(secret);
    System.arraycopy(clear, 0, wire, 321, clear.length);
    assertHidden(secret, new byte[1000], "");
    assertThrows(AssertionError.class, () -> assertHidden(secret, wire, ""));
    assertThrows(AssertionError.class, () -> assertHidden(secret, new byte[0], "w = " + secret));
  }

  @Test
  void killedServerEndsTheClient() throws Exception {
    write(ModelWeights.random(Architecture.of("SM + LN + G"), LONGER, 1), 1, 2, 3, 4, 5, 6, 7, 0);
    Process server = start("server", "server", "0", "weights.json", "8");
    Process client = start("client", "client", "" + portOf(server), "input.json");
    untilComputing(client, server);
    server.destroyForcibly();
    assertEquals(1, ended(client, 10), () -> log("client"));
    assertTrue(log("client").contains("error: "), () -> log("client"));
    assertTrue(log("client").contains("lost the server"), () -> log("client"));
    logsHoldNoSecret();
  }

  @Test
  void killedClientEndsTheServer() throws Exception {
    write(ModelWeights.random(Architecture.of("SM + LN + G"), LONGER, 1), 1, 2, 3, 4, 5, 6, 7, 0);
    Process server = start("server", "server", "0", "weights.json", "8");
    Process client = start("client", "client", "" + portOf(server), "input.json");
    untilComputing(client, server);
    client.destroyForcibly();
    assertEquals(1, ended(server, 10), () -> log("server"));
    assertTrue(log("server").contains("lost the client"), () -> log("server"));
    logsHoldNoSecret();
  }

  @Test
  void wrongArgumentsAreExplained() throws Exception {
    Process confused = start("confused", "serve", "me");
    assertEquals(1, ended(confused, 20));
    assertTrue(log("confused").contains("usage: server"));
  }

  private Process start(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(PartyProcess.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private int portOf(Process server) throws Exception {
    for (int i = 0; i < 200 && server.isAlive(); i++) {
      for (String line : Files.readAllLines(folder.resolve("server.out"))) {
        if (line.startsWith("listening on 127.0.0.1:")) {
          return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the server does not listen: " + log("server"));
  }

  /** Waits until both parties have begun to compute, which takes long with this model. */
  private void untilComputing(Process client, Process server) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      if (log("client").contains(EVALUATING) && log("server").contains(EVALUATING)) {
        assertTrue(client.isAlive() && server.isAlive());
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the parties do not compute: " + log("client") + log("server"));
  }

  private static int ended(Process process, int seconds) throws InterruptedException {
    assertTrue(process.waitFor(seconds, TimeUnit.SECONDS), "still running");
    return process.exitValue();
  }

  private double[][] logits() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<double[]> rows = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(folder.resolve("client.out"))))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        rows.add(json.readValue(line, double[].class));
      }
    }
    return rows.toArray(double[][]::new);
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name + ".err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean contains(byte[] all, byte[] part) {
    outer:
    for (int i = 0; i + part.length <= all.length; i++) {
      for (int j = 0; j < part.length; j++) {
        if (all[i + j] != part[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }
}
