package org.entroscope.data;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A {@code tokenizer.json} of Hugging Face, through DJL's binding of its library. */
final class HuggingFaceText implements Tokenizer {

  private final HuggingFaceTokenizer tokenizer;
  private final String name;
  private final int vocabulary;

  private HuggingFaceText(HuggingFaceTokenizer tokenizer, String name, int vocabulary) {
    this.tokenizer = tokenizer;
    this.name = name;
    this.vocabulary = vocabulary;
  }

  static HuggingFaceText read(Path file) throws IOException {
    String digest = Digests.sha256(file).substring(0, 16);
    HuggingFaceTokenizer tokenizer;
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              file, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + " is not a tokenizer: " + e.getMessage(), e);
    }
    return new HuggingFaceText(tokenizer, "hf-" + digest, vocabulary(file));
  }

  /** One more than the greatest id, of the vocabulary and of the added tokens. */
  private static int vocabulary(Path file) throws IOException {
    var root = new com.fasterxml.jackson.databind.ObjectMapper().readTree(Files.readAllBytes(file));
    int greatest = -1;
    for (var id : root.path("model").path("vocab")) {
      greatest = Math.max(greatest, id.asInt(-1));
    }
    for (var added : root.path("added_tokens")) {
      greatest = Math.max(greatest, added.path("id").asInt(-1));
    }
    if (greatest < 0) {
      throw new IOException(file + " has no vocabulary of tokens with ids");
    }
    return greatest + 1;
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
    return Arrays.stream(tokenizer.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
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
    return tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray(), false);
  }

  @Override
  public String toString() {
    return "%s (%,d tokens)".formatted(name, vocabulary);
  }
}
