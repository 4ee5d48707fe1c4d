package org.entroscope.tokens;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tokenizer with one token for each byte of UTF-8. */
final class ByteTokenizer implements Tokenizer {

  static final String NAME = "bytes";
  static final ByteTokenizer INSTANCE = new ByteTokenizer();

  private ByteTokenizer() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int vocabularySize() {
    return 256;
  }

  @Override
  public int[] encode(String text) {
    byte[] bytes = WellFormed.of(text).getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xff;
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    byte[] bytes = new byte[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] > 255) {
        throw new IllegalArgumentException(
            "token " + tokens[i] + " at position " + i + " is not a byte (0 to 255)");
      }
      bytes[i] = (byte) tokens[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public Optional<byte[]> toJson() {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    for (int b = 0; b < 256; b++) {
      vocabulary.put(String.valueOf(ByteLevel.character(b)), b);
    }
    return Optional.of(ByteLevel.json(vocabulary, List.of(), Map.of(), false, false));
  }

  @Override
  public String toString() {
    return "bytes (256 tokens)";
  }
}
