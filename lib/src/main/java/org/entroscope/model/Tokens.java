package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.entroscope.data.Tokenizer;

/**
 * Token ids on their way from Java arrays into a model (the input of Eq. 1, before its embedding).
 */
public final class Tokens {

  private Tokens() {}

  /**
   * A batch of sequences. An id that has no embedding would end in an error of the engine, on a GPU
   * in one that nothing recovers from: all are checked here.
   *
   * @param tokens B x T ids, row by row
   * @param sequences B
   * @return (B, T)
   * @throws IllegalArgumentException if an id is not in the vocabulary, there are no tokens, too
   *     many for the context, or not the same number in every sequence
   */
  public static NDArray batch(Gpt gpt, NDManager manager, int[] tokens, int sequences) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("a sequence must hold at least one token");
    }
    if (sequences < 1 || tokens.length % sequences != 0) {
      throw new IllegalArgumentException(
          "%d tokens are not %d sequences of the same length".formatted(tokens.length, sequences));
    }
    int context = gpt.shape().context();
    if (tokens.length / sequences > context) {
      throw new IllegalArgumentException(
          "the sequence has %d tokens, but the model's context length is %d"
              .formatted(tokens.length / sequences, context));
    }
    check(gpt, tokens);
    return manager.create(tokens, new Shape(sequences, tokens.length / sequences));
  }

  /** Refuses ids that are not in the vocabulary. */
  static void check(Gpt gpt, int[] tokens) {
    int vocabulary = gpt.shape().vocabulary();
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] >= vocabulary) {
        throw new IllegalArgumentException(
            "tokens[%d] is %d, but the model's vocabulary is 0 to %d"
                .formatted(i, tokens[i], vocabulary - 1));
      }
    }
  }

  /** Whether text can be turned into ids of a model: its vocabulary is bytes or GPT-2's. */
  static boolean readsText(Gpt gpt) {
    return gpt.shape().vocabulary() == 256 || gpt.shape().vocabulary() == 50257;
  }

  /**
   * The tokenizer that a model's vocabulary stands for: bytes, or GPT-2's.
   *
   * @throws IllegalArgumentException if it has another size
   */
  static Tokenizer tokenizer(Gpt gpt) {
    if (!readsText(gpt)) {
      throw new IllegalArgumentException(
          ("a vocabulary of %,d tokens is neither bytes (256) nor GPT-2's (50,257): give token ids"
                  + " instead of text")
              .formatted(gpt.shape().vocabulary()));
    }
    return gpt.shape().vocabulary() == 256 ? Tokenizer.bytes() : Tokenizer.gpt2();
  }

  static int[] of(Gpt gpt, String text) {
    return tokenizer(gpt).encode(text);
  }
}
