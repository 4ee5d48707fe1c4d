package org.entroscope.tokens;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Locale;

/**
 * The perplexities of n-gram models on held-out text, as reference values for a model's perplexity.
 * Language models reach these levels one after another: they first learn how frequent tokens are,
 * then which token follows another, then longer sequences (Chang and Bergen, TACL 2022; Edelman et
 * al., arXiv 2402.11004). A model that stays at the unigram perplexity has learned nothing from
 * context, so nothing can be concluded from its attention.
 *
 * <p>Each order is interpolated with the one below by Witten and Bell's rule (1991), {@code p(w |
 * h) = (c(h, w) + n(h) p(w | h')) / (c(h) + n(h))}, where {@code c} counts occurrences in the
 * training text, {@code n(h)} is the number of different tokens seen after {@code h}, and {@code
 * h'} is {@code h} without its first token. The unigrams are interpolated with the uniform
 * distribution. The n-grams predict the same tokens as a model, tokens 2 to T of every example, and
 * no history extends beyond an example's beginning.
 *
 * @param unigram the perplexity per token, predicted from the frequencies of single tokens
 * @param bigram the perplexity per token, predicted from the previous token
 * @param trigram the perplexity per token, predicted from the two previous tokens
 */
public record NgramPerplexities(double unigram, double bigram, double trigram) {

  /**
   * The largest number of training tokens that are counted, from examples spread over the text.
   * Counting them takes about a second. With five times as many, the trigram perplexity of Java
   * source code falls by 2%.
   */
  static final long MOST_TOKENS = 4_000_000;

  /** The smallest gain over unigrams that counts, as a share of the bigrams' gain. */
  private static final double LEAST_GAIN = 0.05;

  private static final int ORDERS = 3;

  /** Rejects numbers that cannot be perplexities. */
  public NgramPerplexities {
    if (!(least(unigram, bigram, trigram) >= 1) || Double.isInfinite(unigram + bigram + trigram)) {
      throw new IllegalArgumentException(
          "n-gram perplexities are finite and at least 1, not %s, %s and %s"
              .formatted(unigram, bigram, trigram));
    }
  }

  private static double least(double a, double b, double c) {
    return Math.min(a, Math.min(b, c)); // NaN if one of them is
  }

  /**
   * Counts n-grams in training examples and predicts held-out examples.
   *
   * @param training the examples in which n-grams are counted
   * @param heldOut the examples that are predicted
   * @param vocabulary the number of different token ids
   * @throws IllegalArgumentException if there is no example, or an example has a single token
   */
  public static NgramPerplexities of(Examples training, Examples heldOut, int vocabulary) {
    if (training.size() == 0 || heldOut.size() == 0 || heldOut.context() < 2) {
      throw new IllegalArgumentException(
          "n-grams are counted in at least one example and predict examples of at least two"
              + " tokens");
    }
    Counts counts = new Counts(vocabulary);
    Examples counted = training.spread(Math.max(1, MOST_TOKENS / training.context()));
    int[] tokens = new int[counted.context()];
    for (long i = 0; i < counted.size(); i++) {
      counted.read(i, tokens, 0);
      counts.add(tokens);
    }
    double[] nats = new double[ORDERS];
    tokens = new int[heldOut.context()];
    for (long i = 0; i < heldOut.size(); i++) {
      heldOut.read(i, tokens, 0);
      for (int at = 1; at < tokens.length; at++) {
        for (int order = 0; order < ORDERS; order++) {
          nats[order] -= Math.log(counts.probability(tokens, at, Math.min(order, at)));
        }
      }
    }
    double predicted = heldOut.size() * (heldOut.context() - 1.0);
    return new NgramPerplexities(
        Math.exp(nats[0] / predicted),
        Math.exp(nats[1] / predicted),
        Math.exp(nats[2] / predicted));
  }

  /**
   * Returns whether a model is not better than the frequencies of single tokens: its loss is at
   * least the unigrams' loss, or smaller by less than 5% of the bigrams' gain over the unigrams. So
   * the limit depends on how much can be learned from context. If bigrams gain nothing, the limit
   * is the unigrams' loss.
   *
   * @param loss the cross entropy on the same held-out tokens, in nats per token; for NaN, the
   *     result is false
   */
  public boolean isUnigramLevel(double loss) {
    double gained = Math.log(unigram) - loss;
    double possible = Math.max(0, Math.log(unigram / bigram));
    return gained <= LEAST_GAIN * possible;
  }

  /** Returns the three perplexities as text. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "unigram %.2f, bigram %.2f, trigram %.2f", unigram, bigram, trigram);
  }

  /** Counts sequences of one to three tokens, and the different tokens that follow each history. */
  private static final class Counts {

    private final long vocabulary;
    private final Long2IntOpenHashMap[] sequences = new Long2IntOpenHashMap[ORDERS];
    private final Long2IntOpenHashMap[] histories = new Long2IntOpenHashMap[ORDERS];
    private final Long2IntOpenHashMap[] distinct = new Long2IntOpenHashMap[ORDERS];

    Counts(int vocabulary) {
      this.vocabulary = vocabulary;
      for (int order = 0; order < ORDERS; order++) {
        sequences[order] = new Long2IntOpenHashMap();
        histories[order] = new Long2IntOpenHashMap();
        distinct[order] = new Long2IntOpenHashMap();
      }
    }

    void add(int[] tokens) {
      for (int at = 0; at < tokens.length; at++) {
        for (int before = 0; before < Math.min(ORDERS, at + 1); before++) {
          long history = key(tokens, at - before, at);
          histories[before].addTo(history, 1);
          if (sequences[before].addTo(history * vocabulary + tokens[at], 1) == 0) {
            distinct[before].addTo(history, 1);
          }
        }
      }
    }

    /** Returns the probability of the token at a position, given a number of tokens before it. */
    double probability(int[] tokens, int at, int before) {
      double below = before == 0 ? 1.0 / vocabulary : probability(tokens, at, before - 1);
      long history = key(tokens, at - before, at);
      double different = distinct[before].get(history);
      double all = histories[before].get(history) + different;
      return all == 0
          ? below
          : (sequences[before].get(history * vocabulary + tokens[at]) + different * below) / all;
    }

    private long key(int[] tokens, int from, int to) {
      long key = 0;
      for (int i = from; i < to; i++) {
        key = key * vocabulary + tokens[i];
      }
      return key;
    }
  }
}
