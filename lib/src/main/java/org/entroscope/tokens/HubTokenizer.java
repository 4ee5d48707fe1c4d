package org.entroscope.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.entroscope.hub.Hub;

/** A tokenizer from the hub, downloaded when it is first used. */
final class HubTokenizer implements Tokenizer {

  private static final long MOST_BYTES = 100_000_000;

  private final String repository;
  private Tokenizer fetched;

  HubTokenizer(String repository) {
    this.repository = repository;
  }

  private synchronized Tokenizer fetched() {
    if (fetched == null) {
      try {
        Hub hub = Hub.standard();
        fetched =
            Tokenizer.huggingFace(
                hub.file(Hub.Kind.MODEL, repository, Hub.MAIN, "tokenizer.json", MOST_BYTES));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the tokenizer " + repository + " is not available: " + e.getMessage(), e);
      }
    }
    return fetched;
  }

  @Override
  public String name() {
    return fetched().name();
  }

  @Override
  public int vocabularySize() {
    return fetched().vocabularySize();
  }

  @Override
  public int[] encode(String text) {
    return fetched().encode(text);
  }

  @Override
  public String decode(int[] tokens) {
    return fetched().decode(tokens);
  }

  @Override
  public Optional<byte[]> toJson() {
    return fetched().toJson();
  }

  @Override
  public String toString() {
    return repository;
  }
}
