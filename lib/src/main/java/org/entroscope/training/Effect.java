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
 * What an intervention does to a model: its loss and its head entropies (Eq. 5-7) on the same
 * examples, before and after.
 *
 * @param intervention in words
 * @param before the model as it is
 * @param after the model as it is changed
 */
public record Effect(String intervention, Evaluation before, Evaluation after) {

  /** An entropy change below this, in nats, is not worth mentioning. */
  private static final double NOTICEABLE = 0.005;

  private static final int MENTIONED = 5;

  /**
   * Evaluates twice.
   *
   * @param examples what on; their T at most the model's
   * @param batchSize examples at a time
   * @param intervention {@code Intervention.on(0, 2).uniform()}, for example
   * @throws IllegalArgumentException if the examples do not fit the model
   * @throws IndexOutOfBoundsException if the head to be changed does not exist
   */
  public static Effect of(Gpt gpt, Examples examples, int batchSize, Hook intervention) {
    Evaluation after = Evaluation.of(gpt, examples, batchSize, intervention);
    return new Effect(intervention.toString(), Evaluation.of(gpt, examples, batchSize), after);
  }

  /** Nats per token by which the loss grew. */
  public double lossChange() {
    return after.loss() - before.loss();
  }

  /** Nats by which each head's entropy grew, L x H. */
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

  /** One row per measure: loss, perplexity, and the entropies of the heads that changed most. */
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

  /** Loss, perplexity, and the heads whose entropy changed most. */
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

  /** The heads whose entropy changed noticeably, those first that changed most. */
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
