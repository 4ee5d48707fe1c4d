package org.entroscope.tokens;

import java.util.List;

/** The built-in tokenizers, which need no file but can be written as one. */
final class OwnTokenizers {

  private OwnTokenizers() {}

  /** Returns the built-in tokenizer with a vocabulary of this size, if there is one. */
  static List<Tokenizer> ofVocabulary(int size) {
    return switch (size) {
      case 256 -> List.of(Tokenizer.bytes());
      case 50257 -> List.of(Tokenizer.gpt2());
      default -> List.of();
    };
  }
}
