package org.entroscope.tokens.isolated;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A {@code tokenizer.json} of Hugging Face that is loaded in a separate process. If the file or a
 * text makes the native library fail or abort, the caller gets an exception.
 *
 * <p>This class is safe for use by several threads. Each thread uses a separate process while it
 * waits for an answer.
 */
public final class NativeTokenizer {

  private static final long SECONDS = 8;

  /** The speed of a slow machine, which determines the time limit of long texts. */
  private static final int BYTES_PER_SECOND = 20_000;

  private static final int LOADED_BYTES_PER_SECOND = 500_000;

  private final String sha256;
  private final byte[] json;

  /**
   * Loads a tokenizer.
   *
   * @param json the file's content
   * @param sha256 the SHA-256 of the content
   * @throws IOException if the library rejects it; the message says why, without the file's name
   * @throws InterruptedException if the thread is interrupted
   */
  public NativeTokenizer(byte[] json, String sha256) throws IOException, InterruptedException {
    this.json = json.clone();
    this.sha256 = sha256;
    inProcess(process -> new byte[0]);
  }

  /**
   * Returns the ids of a text; special tokens are not added.
   *
   * @throws IOException if the library fails; the message says how
   * @throws InterruptedException if the thread is interrupted
   */
  public int[] encode(String text) throws IOException, InterruptedException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Duration most = Duration.ofSeconds(SECONDS + utf8.length / BYTES_PER_SECOND);
    return Messages.toInts(inProcess(process -> process.call(Messages.ENCODE, utf8, most)));
  }

  /**
   * Returns the text of ids, including special tokens.
   *
   * @throws IOException if the library fails; the message says how
   * @throws InterruptedException if the thread is interrupted
   */
  public String decode(int[] tokens) throws IOException, InterruptedException {
    byte[] ids = Messages.ofInts(tokens);
    Duration most = Duration.ofSeconds(SECONDS + ids.length / BYTES_PER_SECOND);
    byte[] utf8 = inProcess(process -> process.call(Messages.DECODE, ids, most));
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private interface Request {
    byte[] in(TokenizerProcess process) throws IOException, InterruptedException;
  }

  private byte[] inProcess(Request request) throws IOException, InterruptedException {
    try {
      return once(request);
    } catch (TokenizerProcess.DiedException e) {
      if (e.isExplained) {
        throw e;
      }
      return once(
          request); // the process may have been killed for a reason that has nothing to do with
      // this request
    }
  }

  private byte[] once(Request request) throws IOException, InterruptedException {
    TokenizerProcess process = TokenizerProcesses.take(sha256);
    try {
      if (!process.loaded().equals(sha256)) {
        process.load(
            sha256, json, Duration.ofSeconds(SECONDS + json.length / LOADED_BYTES_PER_SECOND));
      }
      return request.in(process);
    } finally {
      TokenizerProcesses.giveBack(process);
    }
  }
}
