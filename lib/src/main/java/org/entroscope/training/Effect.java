package org.entroscope.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entroscope.files.Tables;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.tokens.Examples;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The effect of an intervention on a model: the loss and the head entropies (Eq. 5-7) on the same
 * examples with and without the intervention.
 *
 * @param intervention a description of the intervention
 * @param before the evaluation of the unchanged model
 * @param after the evaluation of the changed model
 */
public record Effect(String intervention, Evaluation before, Evaluation after) {

  /** Smaller entropy changes, in nats, are not listed. */
  private static final double NOTICEABLE = 0.005;

  private static final int MENTIONED = 5;

  /**
   * Evaluates a model with and without an intervention.
   *
   * @param examples the examples; their T must be at most the model's context length
   * @param batchSize the number of examples per batch
   * @param intervention for example {@code Intervention.on(0, 2).uniform()}
   * @throws IllegalArgumentException if the examples do not fit the model
   * @throws IndexOutOfBoundsException if the head to be changed does not exist
   */
  public static Effect of(Gpt gpt, Examples examples, int batchSize, Hook intervention) {
    Evaluation after = Evaluation.of(gpt, examples, batchSize, intervention);
    return new Effect(intervention.toString(), Evaluation.of(gpt, examples, batchSize), after);
  }

  /** Returns the increase of the loss in nats per token. */
  public double lossChange() {
    return after.loss() - before.loss();
  }

  /** Returns the increase of every head's entropy in nats, L x H. */
  public float[][] entropyChange() {
    float[][] change = after.entropy().values();
    float[][] from = before.entropy().values();
    for (int l = 0; l < change.length; l++) {
      for (int h = 0; h < change[l].length; h++) {
        change[l][h] -= from[l][h];
      }
    }
    return change;
  }

  /**
   * Returns a table with one row per measure: loss, perplexity, and the entropies of the heads that
   * changed most.
   */
  public Table toTable() {
    StringColumn measure = StringColumn.create("measure");
    DoubleColumn from = DoubleColumn.create("before");
    DoubleColumn to = DoubleColumn.create("after");
    measure.append("loss (nats per token)");
    measure.append("perplexity");
    from.append(rounded(before.loss())).append(rounded(before.perplexity()));
    to.append(rounded(after.loss())).append(rounded(after.perplexity()));
    for (Head head : changed().stream().limit(MENTIONED).toList()) {
      measure.append("entropy of layer %d, head %d (nats)".formatted(head.layer, head.head));
      from.append(rounded(before.entropy().at(head.layer, head.head)));
      to.append(rounded(after.entropy().at(head.layer, head.head)));
    }
    return Tables.create("Effect of " + intervention, measure, from, to);
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(1e3 * value) / 1e3 : Double.NaN;
  }

  /** Returns the loss, the perplexity and the heads whose entropy changed most as text. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: loss %.3f to %.3f (%+.3f), perplexity %.2f to %.2f%n%s",
        intervention,
        before.loss(),
        after.loss(),
        lossChange(),
        before.perplexity(),
        after.perplexity(),
        entropies());
  }

  private record Head(int layer, int head, float change) {}

  /** Returns the heads whose entropy changed noticeably, with the largest change first. */
  private List<Head> changed() {
    List<Head> heads = new ArrayList<>();
    float[][] change = entropyChange();
    for (int l = 0; l < change.length; l++) {
      for (int h = 0; h < change[l].length; h++) {
        if (Math.abs(change[l][h]) >= NOTICEABLE) {
          heads.add(new Head(l, h, change[l][h]));
        }
      }
    }
    heads.sort((a, b) -> Float.compare(Math.abs(b.change), Math.abs(a.change)));
    return heads;
  }

  private String entropies() {
    List<Head> heads = changed();
    if (heads.isEmpty()) {
      return "no head's entropy changed by more than %s nats".formatted(NOTICEABLE);
    }
    List<String> words = new ArrayList<>();
    for (Head head : heads.subList(0, Math.min(MENTIONED, heads.size()))) {
      words.add(
          String.format(
              Locale.ROOT,
              "layer %d head %d %.2f to %.2f",
              head.layer,
              head.head,
              before.entropy().at(head.layer, head.head),
              after.entropy().at(head.layer, head.head)));
    }
    String more =
        heads.size() > MENTIONED ? ", and %d more".formatted(heads.size() - MENTIONED) : "";
    return "entropy: " + String.join(", ", words) + more;
  }
}
