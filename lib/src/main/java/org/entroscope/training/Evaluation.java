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
 * The evaluation of a model on held-out examples, which gives the perplexities of Tables 2-8 and
 * the heat maps of Figure 3.
 *
 * @param loss the mean cross entropy in nats per token
 * @param heads the statistics of the heads by name, over all queries of all examples; entropy first
 * @param examples the number of examples
 */
public record Evaluation(double loss, Map<String, HeadValues> heads, long examples) {

  /** Returns the perplexity per token, {@code exp(loss)}. */
  public double perplexity() {
    return Math.exp(loss);
  }

  /** Returns the head entropies. */
  public HeadValues entropy() {
    return heads.get(HeadQuantity.ENTROPY);
  }

  /**
   * Evaluates a model.
   *
   * @param examples the examples; their T must be at most the model's context length
   * @param batchSize the number of examples per batch
   */
  public static Evaluation of(Gpt gpt, Examples examples, int batchSize) {
    return of(gpt, examples, batchSize, Hook.NONE);
  }

  /**
   * Evaluates a model while a hook changes it, for example an {@link
   * org.entroscope.model.Intervention}.
   *
   * @param examples the examples; their T must be at most the model's context length
   * @param batchSize the number of examples per batch
   * @throws IllegalArgumentException if the examples do not fit the model
   */
  public static Evaluation of(Gpt gpt, Examples examples, int batchSize, Hook hook) {
    return of(gpt, examples, batchSize, List.of(HeadStatistic.entropy()), hook);
  }

  /**
   * Evaluates a model with statistics of its heads.
   *
   * @param examples the examples; their T must be at most the model's context length
   * @param batchSize the number of examples per batch
   * @param statistics the statistics to compute; entropy must be among them
   * @param hook a hook that may change the model, or {@link Hook#NONE}
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
          loss += rows * NextTokenLoss.of(gpt, batch, hook.and(recorder));
          means.add(recorder.read(context), rows);
        }
      }
    }
    return new Evaluation(loss / examples.size(), means.read(), examples.size());
  }
}
