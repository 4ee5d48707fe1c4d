package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.tokens.Tokenizer;

/**
 * Checks token ids and converts Java arrays to a model's input (the input of Eq. 1, before its
 * embedding).
 */
public final class Tokens {

  private Tokens() {}

  /**
   * Creates a batch of sequences. All ids are checked, because an id without an embedding would
   * cause an error in the engine from which a process with a GPU cannot recover.
   *
   * @param tokens B x T ids in row-major order
   * @param sequences B, the number of sequences
   * @return an array of shape (B, T)
   * @throws IllegalArgumentException if an id is not in the vocabulary, or if there are no tokens,
   *     more tokens than the context length, or sequences of different lengths
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

  /** Rejects sequences that are longer than the context. */
  static void checkLength(ModelShape shape, long length) {
    if (length > shape.context()) {
      throw new IllegalArgumentException(
          "the sequence has %d tokens, but the model's context length is %d"
              .formatted(length, shape.context()));
    }
  }

  /** Rejects ids that are not in the vocabulary. */
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
   * Rejects a tokenizer with ids that have no embedding.
   *
   * @param vocabulary V, the model's vocabulary size
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

  /** Returns a model's tokenizer, and fails if it is not known. */
  static Tokenizer known(Tokenizer tokenizer) {
    if (tokenizer == null) {
      throw new IllegalStateException(
          "this model's tokenizer is not known, so it reads only token ids, not text; if you know"
              + " it, call model.tokenizer(Tokenizer.huggingFace(file)) or another first");
    }
    return tokenizer;
  }

  static int[] of(Gpt gpt, String text) {
    return gpt.tokenizer().encode(text);
  }

  /**
   * Returns the text of each token, or an empty list if the tokenizer is not known or lacks one of
   * the tokens.
   */
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
