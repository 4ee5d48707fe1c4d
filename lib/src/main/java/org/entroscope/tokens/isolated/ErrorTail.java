package org.entroscope.tokens.isolated;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a process's error output, so that the process never blocks, and keeps the beginning of the
 * output.
 */
final class ErrorTail extends Thread {

  private static final int KEPT = 8000;
  private static final int SHOWN = 200;

  /** Rust prints where it panicked, and the reason on the next line. */
  private static final Pattern PANIC = Pattern.compile("panicked at [^\n]*\n([^\n]+)");

  private final InputStream in;
  private final StringBuilder text = new StringBuilder();

  ErrorTail(InputStream in) {
    super("tokenizer errors");
    this.in = in;
    setDaemon(true);
  }

  @Override
  public void run() {
    byte[] bytes = new byte[1024];
    try (in) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        synchronized (text) {
          int room = Math.min(read, KEPT - text.length());
          text.append(new String(bytes, 0, Math.max(0, room), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  /** Returns the reason of the library's panic; empty if it printed none. */
  String panic() throws InterruptedException {
    join(1000);
    synchronized (text) {
      Matcher panic = PANIC.matcher(text);
      return panic.find() ? shortened(panic.group(1).strip()) : "";
    }
  }

  /** Shortens a message to one line and replaces JSON's "null" with plain English. */
  static String shortened(String message) {
    String text = message.replaceAll("\\bnull\\b", "an empty value").replaceAll("\\s+", " ");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
