package org.entroscope.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.util.Optional;

/** GPT-2's tokenizer, which is r50k_base in JTokkit. */
final class Gpt2Tokenizer implements Tokenizer {

  static final String NAME = "gpt2";
  private static final int VOCABULARY = 50257;

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);

  private Gpt2Tokenizer() {}

  /** Reads the vocabulary on first use, because it takes a moment. */
  private static final class Holder {
    static final Gpt2Tokenizer INSTANCE = new Gpt2Tokenizer();
  }

  static Gpt2Tokenizer instance() {
    return Holder.INSTANCE;
  }

  /** Returns the bytes of a token. */
  byte[] bytes(int token) {
    IntArrayList one = new IntArrayList(1);
    one.add(token);
    return encoding.decodeBytes(one);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  public int[] encode(String text) {
    // encode() would reject text that looks like a special token
    return encoding.encodeOrdinary(WellFormed.of(text)).toArray();
  }

  @Override
  public String decode(int[] tokens) {
    IntArrayList list = new IntArrayList(tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] >= VOCABULARY) {
        throw new IllegalArgumentException(
            "token %d at position %d is not in GPT-2's vocabulary (0 to %d)"
                .formatted(tokens[i], i, VOCABULARY - 1));
      }
      list.add(tokens[i]);
    }
    return encoding.decode(list);
  }

  @Override
  public Optional<byte[]> toJson() {
    return Optional.of(Gpt2Json.content());
  }

  @Override
  public String toString() {
    return "gpt2 (50,257 tokens)";
  }
}
