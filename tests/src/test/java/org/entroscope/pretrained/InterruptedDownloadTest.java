package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.entroscope.corpus.Corpus;
import org.entroscope.hub.Hub;
import org.entroscope.hub.Hub.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests interrupts of downloads and servers that send very slowly. {@code
 * -Dentroscope.interrupts=100} sets the number of trials for each speed. The longest wait is
 * printed.
 */
class InterruptedDownloadTest extends LocalHub {

  private static final int TRIALS = Integer.getInteger("entroscope.interrupts", 3);

  /** Sends a few bytes at a time, at fixed intervals, until the client disconnects. */
  private void drip(HttpExchange exchange, int bytes, int millis, CountDownLatch begun)
      throws IOException {
    tag(exchange);
    exchange.sendResponseHeaders(200, SIZE);
    OutputStream out = exchange.getResponseBody();
    for (int sent = 0; sent + bytes < SIZE; sent += bytes) {
      out.write(content, sent, bytes);
      out.flush();
      begun.countDown();
      pause(millis);
    }
  }

  private Hub patient() {
    return new Hub(hub().endpoint(), folder.resolve("cache"), false, Duration.ofSeconds(60));
  }

  /** Returns the milliseconds from an interrupt to the end of the interrupted work. */
  private long interrupted(Runnable work, CountDownLatch begun, int trial) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                thrown.set(e);
              }
              if (Thread.currentThread().isInterrupted()) {
                thrown.set(new AssertionError("the interrupt is left to whatever comes next"));
              }
            });
    thread.start();
    assertTrue(begun.await(60, TimeUnit.SECONDS));
    Thread.sleep(37L * trial % 300);
    long before = System.nanoTime();
    thread.interrupt();
    thread.join(60_000);
    assertFalse(thread.isAlive(), "the interrupt is honoured");
    assertInstanceOf(CancellationException.class, thrown.get());
    return (System.nanoTime() - before) / 1_000_000;
  }

  private Path fetched(Hub hub) {
    try {
      return hub.file(Kind.MODEL, "me/tiny", "main", "model.safetensors", MOST);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 500", "1000, 500", "1000, 20", "30000, 50", "100, 1"})
  void anInterruptEndsADownloadAndTheNextCallGoesOn(int bytes, int millis) throws Exception {
    long longest = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      CountDownLatch begun = new CountDownLatch(1);
      handler = exchange -> drip(exchange, bytes, millis, begun);
      longest = Math.max(longest, interrupted(() -> fetched(patient()), begun, trial));
    }
    System.out.printf(
        "%d interrupts at %d bytes per %d ms: at most %d ms%n", TRIALS, bytes, millis, longest);
    Path part = folder.resolve("cache/models/me--tiny/main/model.safetensors.part");
    assertTrue(Files.exists(part), "the part is kept");
    handler = this::honest;
    assertArrayEquals(content, Files.readAllBytes(fetched(patient())));
    assertNoRemains();
  }

  @Test
  void anInterruptEndsTheWaitForAServer() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    handler =
        exchange -> {
          begun.countDown();
          pause(20_000);
        };
    interrupted(() -> fetched(patient()), begun, 1);
    CountDownLatch busy = new CountDownLatch(1);
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "200");
          exchange.sendResponseHeaders(503, -1);
          busy.countDown();
        };
    interrupted(() -> fetched(patient()), busy, 1);
  }

  @Test
  void anInterruptEndsReadingOfAServersTable() throws Exception {
    for (int trial = 0; trial < TRIALS; trial++) {
      CountDownLatch begun = new CountDownLatch(1);
      handler =
          exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-299999/" + SIZE);
            exchange.sendResponseHeaders(206, SIZE);
            for (int i = 0; i < 3000; i++) {
              exchange.getResponseBody().write(content, 0, 10);
              exchange.getResponseBody().flush();
              begun.countDown();
              pause(50);
            }
          };
      interrupted(
          () -> Corpus.table("text", patient().endpoint().resolve("/a.json")), begun, trial);
    }
  }

  @Test
  void aServerThatDripsIsLeft() {
    handler = exchange -> drip(exchange, 1, 50, new CountDownLatch(1));
    String said = failure();
    assertTrue(said.contains("(tried 5 times): the server is too slow: "), said);
    assertTrue(said.endsWith(" s, and at least 1,000 per second are expected"), said);
  }
}
