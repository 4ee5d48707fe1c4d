package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.tokens.Tokenizer;

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
    checkLength(gpt.shape(), tokens.length / sequences);
    check(gpt, tokens);
    return manager.create(tokens, new Shape(sequences, tokens.length / sequences));
  }

  /** Refuses sequences that are longer than the context. */
  static void checkLength(ModelShape shape, long length) {
    if (length > shape.context()) {
      throw new IllegalArgumentException(
          "the sequence has %d tokens, but the model's context length is %d"
              .formatted(length, shape.context()));
    }
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

  /**
   * Refuses a tokenizer whose ids do not all have an embedding.
   *
   * @param vocabulary V of the model
   * @throws IllegalArgumentException if the tokenizer has more than V ids
   */
  public static void checkFit(Tokenizer tokenizer, int vocabulary) {
    if (tokenizer.vocabularySize() > vocabulary) {
      throw new IllegalArgumentException(
          "the tokenizer %s has %,d tokens, but the model has embeddings for %,d: they do not belong"
                  .formatted(tokenizer.name(), tokenizer.vocabularySize(), vocabulary)
              + " together");
    }
  }

  /** The tokenizer of a model that may have none. */
  static Tokenizer known(Tokenizer tokenizer) {
    if (tokenizer == null) {
      throw new IllegalStateException(
          "this model's tokenizer is not known, so it reads token ids and no text; if you know it,"
              + " call model.tokenizer(Tokenizer.huggingFace(file)) or another first");
    }
    return tokenizer;
  }

  static int[] of(Gpt gpt, String text) {
    return gpt.tokenizer().encode(text);
  }

  /** The text of each token, where the tokenizer is known and has all of them; else none. */
  static List<String> texts(Gpt gpt, int[] tokens) {
    if (!gpt.readsText()) {
      return List.of();
    }
    Tokenizer tokenizer = gpt.tokenizer();
    boolean known = Arrays.stream(tokens).allMatch(id -> id < tokenizer.vocabularySize());
    return known
        ? Arrays.stream(tokens).mapToObj(id -> tokenizer.decode(new int[] {id})).toList()
        : List.of();
  }
}
