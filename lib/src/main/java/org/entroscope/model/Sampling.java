package org.entroscope.model;

/**
 * Settings for choosing the next token from the logits: by {@code softmax(logits / temperature)}
 * over the most likely tokens. This temperature applies to the softmax over the vocabulary. It is
 * not related to the learned temperatures of attention (Section 4).
 *
 * @param temperature 0 for the most likely token; larger values make the choice more uniform
 * @param top the number of most likely tokens from which the next one is chosen
 * @param seed the seed of the random choices
 */
public record Sampling(double temperature, int top, long seed) {

  /** Checks the ranges. */
  public Sampling {
    if (!(temperature >= 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "the sampling temperature must be a number of at least 0, not " + temperature);
    }
    if (top < 1) {
      throw new IllegalArgumentException(
          "top must allow at least 1 token to be chosen, not " + top);
    }
  }

  /** Always chooses the most likely token. */
  public static Sampling greedy() {
    return new Sampling(0, 1, 0);
  }

  /** Chooses from all tokens. */
  public static Sampling temperature(double temperature, long seed) {
    return new Sampling(temperature, Integer.MAX_VALUE, seed);
  }

  /** Chooses only from the most likely tokens. */
  public static Sampling topK(int top, double temperature, long seed) {
    return new Sampling(temperature, top, seed);
  }

  @Override
  public String toString() {
    if (temperature == 0 || top == 1) {
      return "greedy";
    }
    String from = top == Integer.MAX_VALUE ? "" : " from the top " + top;
    return "temperature " + temperature + from + ", seed " + seed;
  }
}
