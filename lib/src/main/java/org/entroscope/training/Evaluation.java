package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.Map;
import org.entroscope.engine.Autograd;
import org.entroscope.model.Gpt;
import org.entroscope.model.HeadRecorder;
import org.entroscope.model.Hook;
import org.entroscope.model.ModelLock;
import org.entroscope.model.NextTokenLoss;
import org.entroscope.model.Tokens;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadStatistic;
import org.entroscope.statistics.HeadValues;
import org.entroscope.tokens.Examples;

/**
 * A model on held-out examples: the perplexities of Tables 2-8 and the heat maps of Figure 3.
 *
 * @param loss mean cross entropy, nats per token
 * @param heads statistics of the heads by name, over all queries of all examples; entropy first
 * @param examples how many examples
 */
public record Evaluation(double loss, Map<String, HeadValues> heads, long examples) {

  /** {@code exp(loss)}, per token. */
  public double perplexity() {
    return Math.exp(loss);
  }

  /** Head entropies. */
  public HeadValues entropy() {
    return heads.get(HeadQuantity.ENTROPY);
  }

  /**
   * Evaluates a model.
   *
   * @param examples what on; their T at most the model's
   * @param batchSize examples at a time
   */
  public static Evaluation of(Gpt gpt, Examples examples, int batchSize) {
    return of(gpt, examples, batchSize, Hook.NONE);
  }

  /**
   * Evaluates a model while a hook, an {@link org.entroscope.model.Intervention} for example,
   * changes it.
   *
   * @param examples what on; their T at most the model's
   * @param batchSize examples at a time
   * @throws IllegalArgumentException if the examples do not fit the model
   */
  public static Evaluation of(Gpt gpt, Examples examples, int batchSize, Hook hook) {
    return of(gpt, examples, batchSize, List.of(HeadStatistic.entropy()), hook);
  }

  /**
   * Evaluates a model with statistics of its heads.
   *
   * @param examples what on; their T at most the model's
   * @param batchSize examples at a time
   * @param statistics entropy, and others
   * @param hook may change the model, or {@link Hook#NONE}
   * @throws IllegalArgumentException if the examples do not fit the model
   */
  public static Evaluation of(
      Gpt gpt, Examples examples, int batchSize, List<HeadStatistic> statistics, Hook hook) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, not " + batchSize);
    }
    double loss = 0;
    int context = examples.context();
    HeadMeans means = new HeadMeans(statistics);
    try (ModelLock.Reservation reservation = gpt.reserve("evaluation");
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
          HeadRecorder recorder = new HeadRecorder(statistics);
          NDArray logits = gpt.forward(batch, false, hook.and(recorder));
          loss += rows * (double) NextTokenLoss.of(logits, batch).getFloat();
          means.add(recorder.read(context), rows);
        }
      }
    }
    return new Evaluation(loss / examples.size(), means.read(), examples.size());
  }
}
