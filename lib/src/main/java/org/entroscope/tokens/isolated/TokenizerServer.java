package org.entroscope.tokens.isolated;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.entroscope.tokens.isolated.Messages.Message;

/**
 * The main class of a tokenizer process. It answers one request at a time. It ends when its
 * standard input ends, which happens when the process that started it ends, even during a request.
 */
public final class TokenizerServer {

  private final DataOutputStream out =
      new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));

  private long tokenizer;

  private TokenizerServer() {}

  /** Runs the server until its standard input ends. Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    System.setOut(System.err); // output of libraries must not be mixed with the messages
    dieFirst();
    BlockingQueue<Message> requests = new LinkedBlockingQueue<>();
    Thread worker = new Thread(() -> new TokenizerServer().serve(requests), "tokenizer");
    worker.setDaemon(true);
    worker.start();
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in))) {
      while (true) {
        requests.put(Messages.read(in));
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(0); // the caller has ended or closed the pipe
    }
  }

  /** Tells Linux to kill this process, not the one that started it, if memory runs out. */
  private static void dieFirst() {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
    } catch (IOException | RuntimeException e) {
      // not Linux, or not permitted: the limit on the process's memory remains
    }
  }

  private void serve(BlockingQueue<Message> requests) {
    try {
      LibUtils.checkStatus();
      Messages.write(out, Messages.READY, new byte[0]);
      while (true) {
        answer(requests.take());
      }
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void answer(Message request) throws IOException {
    byte[] result;
    try {
      result =
          switch (request.kind()) {
            case Messages.LOAD -> load(text(request.content()));
            case Messages.ENCODE -> Messages.ofInts(encode(text(request.content())));
            default -> decode(Messages.toInts(request.content())).getBytes(StandardCharsets.UTF_8);
          };
    } catch (RuntimeException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      Messages.write(out, Messages.FAILURE, why.getBytes(StandardCharsets.UTF_8));
      return;
    }
    Messages.write(out, Messages.RESULT, result);
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private byte[] load(String json) {
    if (tokenizer != 0) {
      TokenizersLibrary.LIB.deleteTokenizer(tokenizer);
      tokenizer = 0;
    }
    tokenizer = TokenizersLibrary.LIB.createTokenizerFromString(json);
    TokenizersLibrary.LIB.disablePadding(tokenizer);
    TokenizersLibrary.LIB.disableTruncation(tokenizer);
    return new byte[0];
  }

  private int[] encode(String text) {
    long encoding = TokenizersLibrary.LIB.encode(tokenizer, text, false);
    try {
      long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
      int[] tokens = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        tokens[i] =
            (int) Math.min(ids[i], Integer.MAX_VALUE); // the caller rejects ids that are too large
      }
      return tokens;
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  private String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens[i];
    }
    return TokenizersLibrary.LIB.decode(tokenizer, ids, false);
  }
}
