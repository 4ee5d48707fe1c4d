package org.entroscope.privacy.mpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;
import org.entroscope.privacy.SecureRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that every failure between parties ends both sides in time and with a clear message. */
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "\uffff\uffff\uffff\uffff",
        "ENTROSCOPE-2PC-1xxxx",
        "ENTROSCOPE-2PC-2\0"
      })
  void strangersAreDroppedAndTheClientIsServed(String garbage) {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          try (Socket stranger = stranger(socket)) {
            stranger
                .getOutputStream()
                .write(garbage.repeat(500).getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(3, ask(socket).logits().length);
            joined(server);
          }
        });
  }

  /**
   * Some of the strangers are silent, some send a keep-alive occasionally, and some begin a long
   * message.
   */
  @Test
  void noNumberOfStrangersHoldsTheServer() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          List<Socket> strangers = new ArrayList<>();
          for (int i = 0; i < 60; i++) {
            strangers.add(stranger(socket));
            if (i % 3 == 1) {
              strangers.get(i).getOutputStream().write(new byte[] {-1, -1, -1, -1});
            } else if (i % 3 == 2) {
              strangers.get(i).getOutputStream().write(new byte[] {0, 0, 3, -24, 1});
            }
          }
          assertEquals(3, ask(socket).logits().length);
          joined(server);
          for (Socket stranger : strangers) {
            stranger.close();
          }
        });
  }

  @Test
  void aStrangerAloneIsNoClient() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          try (Socket stranger = stranger(socket)) {
            stranger.getOutputStream().write(new byte[100]);
            assertMessage(
                "no client came to port %d within 2 s; what connected was dropped: it is no Entroscope party"
                    .formatted(socket.getLocalPort()),
                () -> joined(server));
          }
        });
  }

  @Test
  void aGreetingThatDripsIsGivenUpOn() throws Exception {
    assertEquals(Duration.ofSeconds(10), Greeting.DEADLINE);
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket here = stranger(listening);
        Socket there = listening.accept()) {
      CompletableFuture<Void> dripping =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (byte letter : "ENTROSCOPE-2PC-2".getBytes(StandardCharsets.US_ASCII)) {
                    there.getOutputStream().write(letter);
                    Thread.sleep(200);
                  }
                } catch (IOException | InterruptedException e) {
                  // the other side gave up, as expected
                }
              });
      assertMessage(
          "it did not greet within 1 s", () -> Greeting.receive(here, "it", Duration.ofSeconds(1)));
      here.close();
      dripping.join();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, Integer.MIN_VALUE, (1 << 26) + 1, Integer.MAX_VALUE})
  void noPartyAnnouncesMoreThanTheProtocolNeeds(int length) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket here = stranger(listening);
        Socket there = listening.accept();
        PartyConnection line = new PartyConnection(here, "the client", SHORT)) {
      there.getOutputStream().write(ByteBuffer.allocate(4).putInt(length).array());
      assertMessage("announced a message of " + length + " bytes", line::receive);
    }
  }

  @Test
  void aMessageThatIsCutIsALostParty() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket here = stranger(listening);
        Socket there = listening.accept();
        PartyConnection line = new PartyConnection(here, "the client", SHORT)) {
      there.getOutputStream().write(ByteBuffer.allocate(6).putInt(1 << 26).array());
      there.close();
      assertMessage("lost the client: it closed the connection", line::receive);
    }
  }

  private static Socket stranger(ServerSocket socket) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  @Test
  void partyLostInTheMiddleEndsTheOther() {
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          ServerSocket socket = Rendezvous.listen(Endpoint.loopback(0));
          CompletableFuture<?> server = serve(socket, WEIGHTS, 3);
          String facts = Party.facts(Architecture.of("SM"), TINY, 3);
          try (PartyConnection line =
              Rendezvous.connect(Endpoint.loopback(socket.getLocalPort()), facts, SHORT)) {
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
              try (PartyConnection line =
                  Rendezvous.accept(socket, "facts", Duration.ofMillis(600))) {
                return line.receive();
              }
            });
    try (PartyConnection line =
        Rendezvous.connect(
            Endpoint.loopback(socket.getLocalPort()), "facts", Duration.ofMillis(600))) {
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

  private static SecureRun ask(ServerSocket socket) {
    return Party.ask(Endpoint.loopback(socket.getLocalPort()), INPUT, SHORT);
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
