package org.entroscope.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.entroscope.files.Failures;
import org.entroscope.files.Reason;
import org.entroscope.files.Sha256;
import org.entroscope.tokens.isolated.NativeTokenizer;

/**
 * A tokenizer in a {@code tokenizer.json} of Hugging Face, whose own library reads it in another
 * process.
 */
final class HuggingFaceText implements Tokenizer {

  private static final long MOST_BYTES = 100_000_000;
  private static final int SHOWN = 40;

  private final NativeTokenizer tokenizer;
  private final byte[] json;
  private final String origin;
  private final String name;
  private final int vocabulary;

  private HuggingFaceText(
      NativeTokenizer tokenizer, byte[] json, String origin, String name, int vocabulary) {
    this.tokenizer = tokenizer;
    this.json = json;
    this.origin = origin;
    this.name = name;
    this.vocabulary = vocabulary;
  }

  static Tokenizer read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IOException(
          "%s is not read as a tokenizer: it has %,d bytes, more than %,d"
              .formatted(file, size, MOST_BYTES));
    }
    return read(Files.readAllBytes(file), file.toString());
  }

  /**
   * Reads the content of a tokenizer.json.
   *
   * @param origin the origin of the content, for messages
   */
  static Tokenizer read(byte[] json, String origin) throws IOException {
    try {
      int vocabulary = TokenizerJson.vocabularySize(json);
      for (Tokenizer own : OwnTokenizers.ofVocabulary(vocabulary)) {
        if (Arrays.equals(own.toJson().orElseThrow(), json)) {
          return own;
        }
      }
      String digest = Sha256.of(json);
      NativeTokenizer tokenizer = load(json, digest);
      return new HuggingFaceText(
          tokenizer, json, origin, "hf-" + digest.substring(0, 16), vocabulary);
    } catch (IOException e) {
      throw new IOException(origin + " is not read as a tokenizer: " + Reason.of(e), e);
    } catch (InterruptedException e) {
      throw Failures.of("interrupted", e);
    }
  }

  private static NativeTokenizer load(byte[] json, String digest)
      throws IOException, InterruptedException {
    try {
      return new NativeTokenizer(json, digest);
    } catch (IOException e) {
      throw new IOException("Hugging Face's library rejects it: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int vocabularySize() {
    return vocabulary;
  }

  @Override
  public int[] encode(String text) {
    int[] tokens;
    try {
      tokens = tokenizer.encode(WellFormed.of(text));
    } catch (IOException e) {
      String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
      shown = shown.replaceAll("\\p{Cntrl}", " ");
      throw new UncheckedIOException(
          "the tokenizer %s fails on the text \"%s\": %s".formatted(origin, shown, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      throw Failures.of("interrupted", e);
    }
    for (int token : tokens) {
      if (token < 0 || token >= vocabulary) {
        throw new UncheckedIOException(
            new IOException(
                "the tokenizer %s gave the id %d, but its ids are 0 to %d"
                    .formatted(origin, token, vocabulary - 1)));
      }
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] >= vocabulary) {
        throw new IllegalArgumentException(
            "token %d at position %d is not in the vocabulary of %s (0 to %d)"
                .formatted(tokens[i], i, name, vocabulary - 1));
      }
    }
    try {
      return tokenizer.decode(tokens);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the tokenizer %s cannot decode %d tokens: %s"
              .formatted(origin, tokens.length, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      throw Failures.of("interrupted", e);
    }
  }

  @Override
  public Optional<byte[]> toJson() {
    return Optional.of(json.clone());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HuggingFaceText that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "%s (%,d tokens)".formatted(name, vocabulary);
  }
}
