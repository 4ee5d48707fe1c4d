package org.entroscope.tokens.isolated;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The tokenizer processes of this JVM: started on demand, shared by all tokenizers. */
final class TokenizerProcesses {

  /**
   * The largest number of processes at the same time. A corpus is tokenized by one thread per core.
   */
  private static final int MOST =
      Math.min(8, Math.max(2, Runtime.getRuntime().availableProcessors()));

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final Semaphore FREE = new Semaphore(MOST);

  /** The process that has been idle for the longest time comes first. */
  private static final Deque<TokenizerProcess> IDLE = new ArrayDeque<>();

  static {
    Watchdog.TIMER.scheduleAtFixedRate(TokenizerProcesses::closeIdle, 10, 10, TimeUnit.SECONDS);
  }

  private TokenizerProcesses() {}

  /**
   * Returns a process for one request, which must be {@linkplain #giveBack given back}.
   *
   * @param sha256 the SHA-256 of the tokenizer; a process that has already loaded it is preferred
   */
  static TokenizerProcess take(String sha256) throws IOException, InterruptedException {
    FREE.acquire();
    try {
      TokenizerProcess idle = idle(sha256);
      return idle == null ? TokenizerProcess.start() : idle;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      FREE.release();
      throw e;
    }
  }

  /** Returns an idle process with that tokenizer, or any idle one if no more may be started. */
  private static TokenizerProcess idle(String sha256) {
    synchronized (IDLE) {
      IDLE.removeIf(process -> !process.isAlive());
      for (Iterator<TokenizerProcess> all = IDLE.descendingIterator(); all.hasNext(); ) {
        TokenizerProcess process = all.next();
        if (process.loaded().equals(sha256) || process.loaded().isEmpty()) {
          all.remove();
          return process;
        }
      }
      int used = MOST - FREE.availablePermits(); // including the caller's
      return IDLE.size() + used > MOST ? IDLE.pollFirst() : null;
    }
  }

  static void giveBack(TokenizerProcess process) {
    if (process.isAlive()) {
      synchronized (IDLE) {
        process.idleSince(System.nanoTime());
        IDLE.addLast(process);
      }
    }
    FREE.release();
  }

  private static void closeIdle() {
    synchronized (IDLE) {
      while (!IDLE.isEmpty() && System.nanoTime() - IDLE.peekFirst().idleSince() > IDLE_NANOS) {
        IDLE.pollFirst().close();
      }
    }
  }
}
