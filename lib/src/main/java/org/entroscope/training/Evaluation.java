package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import org.entroscope.data.Examples;
import org.entroscope.engine.Autograd;
import org.entroscope.entropy.EntropyMap;
import org.entroscope.model.Capture;
import org.entroscope.model.Entropies;
import org.entroscope.model.Gpt;
import org.entroscope.model.NextTokenLoss;
import org.entroscope.model.Tap;
import org.entroscope.model.Tokens;
import org.entroscope.model.Usage;

/**
 * A model on held-out examples: the perplexities of Tables 2-8 and the heat maps of Figure 3.
 *
 * @param loss mean cross entropy, nats per token
 * @param entropy head entropies, the mean over all queries of all examples
 * @param examples how many examples
 */
public record Evaluation(double loss, EntropyMap entropy, long examples) {

  /** {@code exp(loss)}, per token. */
  public double perplexity() {
    return Math.exp(loss);
  }

  /**
   * Evaluates a model.
   *
   * @param examples what on; their T at most the model's
   * @param batchSize examples at a time
   */
  public static Evaluation of(Gpt gpt, Examples examples, int batchSize) {
    return of(gpt, examples, batchSize, Tap.NONE);
  }

  /**
   * Evaluates a model while a tap, an {@link org.entroscope.model.Intervention} say, changes it.
   *
   * @param examples what on; their T at most the model's
   * @param batchSize examples at a time
   * @throws IllegalArgumentException if the examples do not fit the model
   */
  public static Evaluation of(Gpt gpt, Examples examples, int batchSize, Tap tap) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, not " + batchSize);
    }
    double loss = 0;
    double[][] entropy = new double[gpt.shape().layers()][gpt.shape().heads()];
    int context = examples.context();
    try (Usage.Reservation reservation = gpt.reserve("evaluation");
        Autograd none = Autograd.paused()) {
      for (long first = 0; first < examples.size(); first += batchSize) {
        int rows = (int) Math.min(batchSize, examples.size() - first);
        int[] tokens = new int[rows * context];
        for (int row = 0; row < rows; row++) {
          examples.read(first + row, tokens, row * context);
        }
        try (NDScope scope = new NDScope();
            NDManager manager = gpt.manager().newSubManager()) {
          scope.suppressNotUsedWarning();
          NDArray batch = Tokens.batch(gpt, manager, tokens, rows);
          Capture capture = Capture.entropies(gpt.shape().layers());
          NDArray logits = gpt.forward(batch, false, tap.and(capture));
          loss += rows * (double) NextTokenLoss.of(logits, batch).getFloat();
          add(Entropies.map(capture, context), rows, entropy);
        }
      }
    }
    float[][] means = new float[entropy.length][entropy[0].length];
    for (int l = 0; l < means.length; l++) {
      for (int h = 0; h < means[l].length; h++) {
        means[l][h] = (float) (entropy[l][h] / examples.size());
      }
    }
    return new Evaluation(loss / examples.size(), new EntropyMap(means, context), examples.size());
  }

  private static void add(EntropyMap map, int weight, double[][] sums) {
    for (int l = 0; l < sums.length; l++) {
      for (int h = 0; h < sums[l].length; h++) {
        sums[l][h] += weight * (double) map.at(l, h);
      }
    }
  }
}
