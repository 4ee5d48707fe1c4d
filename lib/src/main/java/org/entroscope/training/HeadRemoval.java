package org.entroscope.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.entroscope.architecture.Named;
import org.entroscope.corpus.Corpus;
import org.entroscope.files.Tables;
import org.entroscope.model.Gpt;
import org.entroscope.model.Intervention;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import org.entroscope.tokens.Examples;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The importance of every head of a model: the increase in loss when only that head is switched off
 * ({@link Intervention.Heads#off}), beside its entropy (Eq. 5-7) on the same examples.
 *
 * @param name the name of the model
 * @param loss the loss of the whole model, in nats per token
 * @param cost the increase in loss without a head, in nats per token, L x H; negative if the model
 *     is better without it
 * @param entropy the entropies of the heads, L x H
 */
public record HeadRemoval(String name, double loss, HeadValues cost, HeadValues entropy)
    implements Named {

  /** The default number of examples that are evaluated for each head. */
  public static final int EXAMPLES = 64;

  private static final int BATCH = 32;

  /**
   * Switches off the heads of a run's model one by one, on 64 held-out examples.
   *
   * @param corpus the corpus whose evaluation split is used, as in the run's own evaluations
   * @throws IllegalStateException if the thread is interrupted before all heads were switched off
   */
  public static HeadRemoval of(Run run, Corpus corpus) {
    Examples examples =
        corpus
            .tokenize(run.model().tokenizer())
            .evaluation()
            .examples(run.shape().context())
            .required()
            .spread(EXAMPLES);
    return of(run.name(), run.model(), examples);
  }

  /**
   * Switches off the heads of a model one by one.
   *
   * @param examples the examples; their T must be at most the model's context length
   * @throws IllegalStateException if the thread is interrupted before all heads were switched off
   */
  public static HeadRemoval of(String name, Gpt gpt, Examples examples) {
    Evaluation whole = Evaluation.of(gpt, examples, BATCH);
    float[][] costs = new float[gpt.shape().layers()][gpt.shape().heads()];
    for (int l = 0; l < costs.length; l++) {
      for (int h = 0; h < costs[l].length; h++) {
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("interrupted before layer %d, head %d".formatted(l, h));
        }
        Evaluation without = Evaluation.of(gpt, examples, BATCH, Intervention.on(l, h).off());
        costs[l][h] = (float) (without.loss() - whole.loss());
      }
    }
    HeadQuantity quantity = new HeadQuantity("removal cost", "nats", Double.NaN, Double.NaN);
    HeadValues cost = new HeadValues(quantity, costs, examples.context());
    return new HeadRemoval(name, whole.loss(), cost, whole.entropy());
  }

  /**
   * Returns a table with one row per head, the most important first: layer, head, entropy and cost,
   * in nats.
   */
  public Table toTable() {
    IntColumn layer = IntColumn.create("layer");
    IntColumn head = IntColumn.create("head");
    DoubleColumn nats = DoubleColumn.create("entropy");
    DoubleColumn costs = DoubleColumn.create("removal cost");
    for (Head each : ranked()) {
      layer.append(each.layer);
      head.append(each.head);
      nats.append(rounded(entropy.at(each.layer, each.head)));
      costs.append(rounded(each.cost));
    }
    return Tables.create(name + ": heads by what their removal costs", layer, head, nats, costs);
  }

  private static double rounded(float value) {
    return Float.isFinite(value) ? Math.rint(1e4 * value) / 1e4 : Double.NaN;
  }

  private record Head(int layer, int head, float cost) {}

  private List<Head> ranked() {
    List<Head> heads = new ArrayList<>();
    for (int l = 0; l < cost.layers(); l++) {
      for (int h = 0; h < cost.heads(); h++) {
        heads.add(new Head(l, h, cost.at(l, h)));
      }
    }
    heads.sort(Comparator.comparingDouble((Head head) -> head.cost).reversed());
    return heads;
  }

  /** Returns the loss and the heads whose removal costs most as text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%s: loss %.3f; without", name, loss));
    List<Head> heads = ranked();
    for (Head each : heads.subList(0, Math.min(5, heads.size()))) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  layer %d, head %d (entropy %.2f): %+.4f",
              each.layer,
              each.head,
              entropy.at(each.layer, each.head),
              each.cost));
    }
    return text.toString();
  }
}
