package org.entroscope.tokens.isolated;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.entroscope.tokens.isolated.Messages.Message;

/** One process with at most one loaded tokenizer; only one thread at a time uses it. */
final class TokenizerProcess implements AutoCloseable {

  private static final Duration TO_START = Duration.ofSeconds(60);

  private final Process process;
  private final ErrorTail errors;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** The SHA-256 of the loaded tokenizer, or empty. */
  private String loaded = "";

  private long idleSince;
  private boolean closed;

  /** Signals that the process ended, or was killed, during a request. */
  static final class DiedException extends IOException {

    final boolean isExplained;

    DiedException(String message, boolean isExplained, Throwable cause) {
      super(message, cause);
      this.isExplained = isExplained;
    }
  }

  private TokenizerProcess(Process process) {
    this.process = process;
    errors = new ErrorTail(process.getErrorStream());
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  static TokenizerProcess start() throws IOException, InterruptedException {
    ProcessBuilder builder =
        ChildJava.builder(
            TokenizerServer.class,
            "ai.djl.huggingface.tokenizers.jni.TokenizersLibrary",
            "ai.djl.util.Platform",
            "org.slf4j.Logger",
            "com.google.gson.Gson",
            "com.sun.jna.Native");
    builder.environment().put("RUST_BACKTRACE", "0");
    builder.environment().put("TOKENIZERS_PARALLELISM", "false");
    TokenizerProcess started = new TokenizerProcess(builder.start());
    started.errors.start();
    started.answer(Messages.READY, TO_START, () -> {});
    return started;
  }

  String loaded() {
    return loaded;
  }

  void load(String sha256, byte[] json, Duration most) throws IOException, InterruptedException {
    loaded = "";
    call(Messages.LOAD, json, most);
    loaded = sha256;
  }

  byte[] call(byte kind, byte[] content, Duration most) throws IOException, InterruptedException {
    return answer(Messages.RESULT, most, () -> Messages.write(out, kind, content));
  }

  private interface Request {
    void send() throws IOException;
  }

  private byte[] answer(byte expected, Duration most, Request request)
      throws IOException, InterruptedException {
    Message answer;
    try (Watchdog watchdog = Watchdog.over(process, most)) {
      try {
        request.send();
        answer = Messages.read(in);
      } catch (IOException e) {
        close();
        if (watchdog.wasInterrupted()) {
          Thread.interrupted(); // cleared, as by every method that throws this exception
          throw new InterruptedException("interrupted while a tokenizer was running");
        }
        throw died(watchdog, most, e);
      }
    }
    String text = new String(answer.content(), StandardCharsets.UTF_8);
    if (answer.kind() == Messages.FAILURE) {
      throw new IOException(ErrorTail.shortened(text));
    }
    if (answer.kind() != expected) {
      close();
      throw new IOException("its process sent an unexpected answer");
    }
    return answer.content();
  }

  private DiedException died(Watchdog watchdog, Duration most, IOException cause)
      throws InterruptedException {
    if (watchdog.isOver()) {
      return new DiedException("it took more than %,d s".formatted(most.toSeconds()), true, cause);
    }
    String panic = errors.panic();
    if (!panic.isEmpty()) {
      return new DiedException(panic, true, cause);
    }
    String end =
        process.waitFor(5, TimeUnit.SECONDS)
            ? "its process ended with code " + process.exitValue()
            : "its process closed its output";
    return new DiedException(end + ", perhaps because memory ran out", false, cause);
  }

  boolean isAlive() {
    return !closed && process.isAlive();
  }

  void idleSince(long nanoTime) {
    idleSince = nanoTime;
  }

  long idleSince() {
    return idleSince;
  }

  @Override
  public void close() {
    closed = true;
    process.destroyForcibly();
  }
}
