package org.entroscope.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import org.entroscope.engine.Autograd;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.HeadValues;

/**
 * What a notebook asks of a model (Eq. 1-7): plain values in, plain values out, no native memory
 * left behind.
 *
 * <p>Text is read with the model's own {@link Gpt#tokenizer()}; a model that has none reads token
 * ids alone and refuses text with an {@link IllegalStateException}. A model that another thread has
 * reserved refuses with an {@link IllegalStateException} that says for what.
 */
public sealed interface Inspectable permits Gpt {

  private Gpt gpt() {
    return (Gpt) this;
  }

  /** The names of all that can be observed in this model, in the order of the forward pass. */
  default List<String> observable() {
    return HookNames.of(gpt());
  }

  /**
   * Intermediate results of Eq. 1-7 for one sequence.
   *
   * @param tokens 1 to T ids
   * @param names which, as listed at {@link Hook}; a star stands for all layers
   * @throws IllegalArgumentException if a name is unknown, or the tokens do not fit the model
   */
  default ActivationCache observe(int[] tokens, String... names) {
    return observe(tokens, Hook.NONE, names);
  }

  /** {@link #observe(int[], String...)} of a text. */
  default ActivationCache observe(String text, String... names) {
    return observe(Tokens.of(gpt(), text), names);
  }

  /** {@link #observe(int[], String...)} while a hook, an {@link Intervention} say, changes it. */
  default ActivationCache observe(int[] tokens, Hook hook, String... names) {
    Capture capture = Capture.of(names);
    try (ModelLock.Reservation reservation = gpt().reserve("observation");
        Autograd none = Autograd.paused();
        NDScope scope = new NDScope();
        NDManager manager = gpt().manager().newSubManager()) {
      scope.suppressNotUsedWarning();
      gpt().forward(Tokens.batch(gpt(), manager, tokens, 1), false, hook.and(capture));
      return new ActivationCache(capture);
    }
  }

  /**
   * Entropies of all heads on one sequence (Eq. 5-7): the mean over its queries.
   *
   * @param tokens 2 to T ids
   * @throws IllegalArgumentException if the tokens do not fit the model
   */
  default HeadValues entropy(int... tokens) {
    return entropy(tokens, Hook.NONE);
  }

  /** {@link #entropy(int...)} of a text. */
  default HeadValues entropy(String text) {
    return entropy(Tokens.of(gpt(), text));
  }

  /** {@link #entropy(int...)} while a hook, an {@link Intervention} say, changes the model. */
  default HeadValues entropy(int[] tokens, Hook hook) {
    if (tokens.length < 2) {
      throw new IllegalArgumentException(
          "entropy needs at least 2 tokens, not %d: a single one sees only itself"
              .formatted(tokens.length));
    }
    ActivationCache seen = observe(tokens, hook, "layer.*.attention.entropy");
    float[][] map = new float[gpt().shape().layers()][];
    for (int l = 0; l < map.length; l++) {
      float[][] queries = seen.matrix("layer." + l + ".attention.entropy"); // H T
      map[l] = new float[queries.length];
      for (int h = 0; h < queries.length; h++) {
        double sum = 0;
        for (float entropy : queries[h]) {
          sum += entropy;
        }
        map[l][h] = (float) (sum / queries[h].length);
      }
    }
    return new HeadValues(map, tokens.length);
  }

  /**
   * Attention probabilities of one head (Eq. 2-3), T x T: row i is query i's distribution over keys
   * 0 to i.
   *
   * @param tokens 1 to T ids
   * @throws IndexOutOfBoundsException if there is no such layer or head; the message says which
   *     there are
   * @throws IllegalArgumentException if the tokens do not fit the model
   */
  default float[][] attention(int[] tokens, int layer, int head) {
    gpt().shape().checkHead(layer, head);
    String name = "layer." + layer + ".attention.probabilities";
    return observe(tokens, name).matrix(name, head);
  }

  /** {@link #attention(int[], int, int)} of a text. */
  default float[][] attention(String text, int layer, int head) {
    return attention(Tokens.of(gpt(), text), layer, head);
  }

  /**
   * Attention probabilities of all heads (Eq. 2-3), L x H x T x T, and their entropies. A notebook
   * shows the L x H map, from which a click leads to a head's matrix.
   *
   * @param tokens 2 to T ids
   * @throws IllegalArgumentException if the tokens do not fit the model
   */
  default AttentionMaps attention(int... tokens) {
    if (tokens.length < 2) {
      throw new IllegalArgumentException(
          "attention needs at least 2 tokens, not %d: a single one sees only itself"
              .formatted(tokens.length));
    }
    ActivationCache seen = observe(tokens, "layer.*.attention.probabilities");
    float[][][][] heads = new float[gpt().shape().layers()][gpt().shape().heads()][][];
    for (int l = 0; l < heads.length; l++) {
      for (int h = 0; h < heads[l].length; h++) {
        heads[l][h] = seen.matrix("layer." + l + ".attention.probabilities", h);
      }
    }
    return new AttentionMaps(gpt().architecture().toString(), heads);
  }

  /** {@link #attention(int...)} of a text. */
  default AttentionMaps attention(String text) {
    return attention(Tokens.of(gpt(), text));
  }

  /**
   * The text that the model thinks most likely to follow, token by token.
   *
   * @param prompt at least one token long
   * @param count tokens to generate
   */
  default Generation generate(String prompt, int count) {
    return generate(prompt, count, Sampling.greedy());
  }

  /** Continues a text. See {@link #generate(int[], int, Sampling, Hook)}. */
  default Generation generate(String prompt, int count, Sampling sampling) {
    return generate(Tokens.of(gpt(), prompt), count, sampling, Hook.NONE);
  }

  /**
   * Continues a sequence and notes the attention entropy of every query that chose a token.
   *
   * <p>It may grow beyond the context length T. Positions are learned, so the model cannot look
   * further back: whenever the newest token would be the T+1st, all but the last T/2 are forgotten
   * and the model reads on from there. An interrupt of the thread ends the generation after the
   * token that is under way.
   *
   * @param prompt at least one id; of a prompt longer than T, the last T/2 are read
   * @param count tokens to generate
   * @param sampling how the next token is chosen
   * @param hook what looks on or changes the model: {@link Hook#NONE}, or an {@link Intervention}
   * @throws IllegalArgumentException if an id is not in the vocabulary or the prompt is empty
   * @throws IllegalStateException if the model computes NaN
   */
  default Generation generate(int[] prompt, int count, Sampling sampling, Hook hook) {
    return new Generator(gpt(), sampling, hook).run(prompt, count);
  }

  /**
   * The inference form: normalised weights, alpha and beta, and temperatures merged into plain
   * weights wherever that is exact (Section 3). {@link FoldedModel#of} says what was merged and
   * what not.
   *
   * @return a new model, which the caller closes
   */
  default Gpt folded() {
    return folded(false);
  }

  /**
   * {@link #folded()}, with a feed-forward network that has no activation as one matrix, too.
   *
   * @return a new model, which the caller closes
   */
  default Gpt folded(boolean fuse) {
    return FoldedModel.of(gpt(), fuse).model();
  }
}
