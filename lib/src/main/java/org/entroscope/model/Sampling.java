package org.entroscope.model;

/**
 * How the next token is chosen from the logits: {@code softmax(logits / temperature)} over the most
 * likely ones. This temperature is one of the vocabulary's softmax; it has nothing to do with the
 * learned ones of attention (Section 4).
 *
 * @param temperature 0 for the most likely token; the larger, the more even the choice
 * @param top how many of the most likely tokens may be chosen
 * @param seed fixes the choices
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

  /** Always the most likely token. */
  public static Sampling greedy() {
    return new Sampling(0, 1, 0);
  }

  /** From all tokens. */
  public static Sampling temperature(double temperature, long seed) {
    return new Sampling(temperature, Integer.MAX_VALUE, seed);
  }

  /** From the most likely tokens only. */
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
