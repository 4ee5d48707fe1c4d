package org.entroscope.pretrained;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads COUNT damaged tokenizers and prints how many were read and how many were refused. The exit
 * status is 1 if any of them caused anything other than a result or a clear message.
 *
 * <pre>TokenizerFuzz COUNT SEED</pre>
 */
final class TokenizerFuzz {

  private static final int LONGEST_MESSAGE = 500;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private TokenizerFuzz() {}

  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Path folder = Files.createTempDirectory("fuzz");
    TokenizerMutations mutations =
        new TokenizerMutations(seed, Path.of("src/test/resources/tokenizers"));
    Map<String, Integer> outcomes = new TreeMap<>();
    long slowest = 0;
    int faults = 0;
    for (int i = 0; i < count; i++) {
      byte[] content = mutations.next();
      long begin = System.nanoTime();
      String outcome;
      String fault = "";
      try {
        ModelFileParsers.tokenizer(folder, content);
        outcome = "work";
      } catch (IOException | UncheckedIOException e) {
        outcome = kind(e.getMessage());
        fault = fault(String.valueOf(e.getMessage()));
      } catch (Throwable e) {
        outcome = "faults";
        fault = e.toString();
      }
      long nanos = System.nanoTime() - begin;
      slowest = Math.max(slowest, nanos);
      fault = nanos > LONGEST_NANOS ? "it took " + nanos / 1_000_000 + " ms" : fault;
      if (!fault.isEmpty()) {
        faults++;
        Path kept = Files.write(folder.resolve("fault-" + i + ".json"), content);
        System.out.println("FAULT " + kept + ": " + fault);
      }
      outcomes.merge(outcome, 1, Integer::sum);
    }
    System.out.printf(
        "%d tokenizers of seed %d: %s; %d faults; the slowest took %.1f s%n",
        count, seed, outcomes, faults, slowest / 1e9);
    System.exit(faults == 0 ? 0 : 1);
  }

  private static String kind(String message) {
    return message.contains("Hugging Face's library rejects it")
        ? "refused by the library"
        : message.contains(" fails on the text ") || message.contains(" cannot decode ")
            ? "fail on a text"
            : "refused before the library saw them";
  }

  private static String fault(String message) {
    if (message.length() > LONGEST_MESSAGE) {
      return "a message of " + message.length() + " characters: " + message;
    }
    boolean saysNull = message.matches("(?s).*\\bnull\\b.*");
    return saysNull || !message.contains("tokenizer.json") ? "the message: " + message : "";
  }
}
