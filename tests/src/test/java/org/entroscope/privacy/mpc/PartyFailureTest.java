package org.entroscope.privacy.mpc;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong between parties ends both sides with a clear message, in time. */
class PartyFailureTest {

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ModelShape TINY = new ModelShape(1, 2, 4, 3, 8);
  private static final ModelWeights WEIGHTS = ModelWeights.random(Architecture.of("SM"), TINY, 1);
  private static final ClientInput INPUT = ClientInput.of(WEIGHTS, 1, 2, 3);

  @Test
  void patienceEndsWithinTenSeconds() {
    assertTrue(Rendezvous.PATIENCE.compareTo(LIMIT) < 0);
  }

  @Test
  void wrongPortEndsBothSides() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          int wrong = freePort();
          assertMessage(
              "no server answers at 127.0.0.1:" + wrong,
              () -> Party.ask(Endpoint.loopback(wrong), INPUT, SHORT));
          assertMessage("no client came to port " + socket.getLocalPort(), () -> joined(server));
        });
  }

  @Test
  void anotherModelEndsBothSides() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server =
              serve(socket, ModelWeights.random(Architecture.of("SM + R"), TINY, 1), 3);
          assertMessage("about to compute different things", () -> ask(socket));
          assertMessage("about to compute different things", () -> joined(server));
        });
  }

  @Test
  void anotherNumberOfTokensEndsBothSides() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 2);
          assertMessage("number of tokens", () -> ask(socket));
          assertMessage("2 tokens", () -> joined(server));
        });
  }

  @Test
  void strangerIsToldApart() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          try (Socket stranger =
              new Socket(InetAddress.getLoopbackAddress(), socket.getLocalPort())) {
            stranger
                .getOutputStream()
                .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertMessage("is no Entroscope party", () -> joined(server));
          }
        });
  }

  @Test
  void silentPartyIsLost() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          try (Socket silent =
              new Socket(InetAddress.getLoopbackAddress(), socket.getLocalPort())) {
            assertTrue(silent.isConnected());
            assertMessage("no sign of life for 2 s", () -> joined(server));
          }
        });
  }

  @Test
  void partyLostInTheMiddleEndsTheOther() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          try (Line line = Rendezvous.connect(Endpoint.loopback(socket.getLocalPort()), SHORT)) {
            Rendezvous.agree(
                line, Role.CLIENT, "SM; " + TINY + "; 3 tokens; " + Arithmetic.facts());
            line.receive();
          }
          assertMessage("lost the client", () -> joined(server));
        });
  }

  @Test
  void longSilenceOfAComputingPartyIsNoLoss() throws Exception {
    ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
    CompletableFuture<byte[]> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try (Line line = Rendezvous.accept(socket, Duration.ofMillis(600))) {
                return line.receive();
              }
            });
    try (Line line =
        Rendezvous.connect(Endpoint.loopback(socket.getLocalPort()), Duration.ofMillis(600))) {
      Thread.sleep(1500);
      line.send(new byte[] {7});
      assertTrue(answer.get()[0] == 7);
    }
  }

  @Test
  void takenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertMessage(
          "cannot listen on 127.0.0.1:" + taken.getLocalPort(),
          () -> Rendezvous.listen(Endpoint.loopback(taken.getLocalPort())));
    }
  }

  @Test
  void listensOnLoopbackUnlessToldOtherwise() throws IOException {
    try (ServerSocket socket = Rendezvous.listen(Endpoint.of("0"))) {
      assertTrue(socket.getInetAddress().isLoopbackAddress());
    }
  }

  private static CompletableFuture<?> serve(ServerSocket socket, ModelWeights weights, int tokens) {
    return CompletableFuture.supplyAsync(() -> Party.serve(socket, weights, tokens, SHORT));
  }

  private static void ask(ServerSocket socket) {
    Party.ask(Endpoint.loopback(socket.getLocalPort()), INPUT, SHORT);
  }

  private static void joined(CompletableFuture<?> party) {
    try {
      party.join();
    } catch (CompletionException e) {
      throw (PartyException) e.getCause();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void assertMessage(String part, Runnable work) {
    String message = assertThrows(PartyException.class, work::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
