package org.entroscope.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.entroscope.files.Tables;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Measures the attention of a model (Eq. 2-3) on random sequences that are repeated once. Only
 * attention to earlier tokens helps to predict the second half. The record shows which heads attend
 * to the previous token, and which attend to the token that followed the first occurrence of the
 * query's token. The latter are called induction heads.
 *
 * @param previousToken the mean attention of a query to the previous key, L x H
 * @param induction the mean attention of a query in the second half to the key after the same token
 *     in the first half, L x H
 * @param firstLoss the mean cross entropy within the first half, in nats per token
 * @param secondLoss the mean cross entropy within the second half, in nats per token, which an
 *     induction head reduces
 */
public record Induction(
    HeadValues previousToken, HeadValues induction, double firstLoss, double secondLoss) {

  /**
   * The smallest share of its attention at which a head is called a previous-token head or an
   * induction head.
   */
  public static final double NAMED = 0.2;

  private static final int SEQUENCES = 16;
  private static final long SEED = 1337;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String PROBABILITIES = "layer.%s.attention.probabilities";

  /**
   * Measures a model on sequences of random lower-case letters.
   *
   * @throws IllegalStateException if the model's tokenizer is not known
   */
  public static Induction of(Gpt gpt) {
    return of(gpt, LETTERS);
  }

  /**
   * Measures a model on sequences of random tokens.
   *
   * @param text a text whose distinct tokens are used, at least two
   * @throws IllegalStateException if the model's tokenizer is not known
   * @throws IllegalArgumentException if the text has only one distinct token, or the model's
   *     context is too short for a repeated sequence
   */
  public static Induction of(Gpt gpt, String text) {
    int[] alphabet = Arrays.stream(Tokens.of(gpt, text)).distinct().toArray();
    int period = gpt.shape().context() / 2;
    if (alphabet.length < 2 || period < 2) {
      throw new IllegalArgumentException(
          "sequences that come twice need at least 2 different tokens and T of at least 4, not %d and %d"
              .formatted(alphabet.length, gpt.shape().context()));
    }
    Random random = new Random(SEED);
    int layers = gpt.shape().layers();
    int heads = gpt.shape().heads();
    float[][] previous = new float[layers][heads];
    float[][] induction = new float[layers][heads];
    double[] losses = new double[2];
    for (int s = 0; s < SEQUENCES; s++) {
      int[] tokens = random.ints(period, 0, alphabet.length).map(i -> alphabet[i]).toArray();
      int[] twice = Arrays.copyOf(tokens, 2 * period);
      System.arraycopy(tokens, 0, twice, period, period);
      ActivationCache cache = gpt.runWithCache(twice, PROBABILITIES.formatted("*"), "logits");
      for (int l = 0; l < layers; l++) {
        for (int h = 0; h < heads; h++) {
          float[][] attention = cache.matrix(PROBABILITIES.formatted(l), h);
          previous[l][h] += diagonal(attention, 1, 1) / SEQUENCES;
          induction[l][h] += diagonal(attention, period, period - 1) / SEQUENCES;
        }
      }
      float[][] logits = cache.matrix("logits");
      losses[0] += loss(logits, twice, 1, period) / SEQUENCES;
      losses[1] += loss(logits, twice, period + 1, 2 * period) / SEQUENCES;
    }
    return new Induction(
        values("previous-token mass", previous, 2 * period),
        values("induction mass", induction, 2 * period),
        losses[0],
        losses[1]);
  }

  private static HeadValues values(String name, float[][] values, int context) {
    return new HeadValues(new HeadQuantity(name, "share", 0, 1), values, context);
  }

  /**
   * Returns the mean attention of the queries from an index on to the key a given number of
   * positions before.
   */
  private static float diagonal(float[][] attention, int from, int before) {
    double sum = 0;
    for (int query = from; query < attention.length; query++) {
      sum += attention[query][query - before];
    }
    return (float) (sum / (attention.length - from));
  }

  /**
   * Returns the mean cross entropy of the tokens from one index (inclusive) to another (exclusive).
   */
  private static double loss(float[][] logits, int[] tokens, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      float[] row = logits[i - 1];
      double largest = Double.NEGATIVE_INFINITY;
      for (float logit : row) {
        largest = Math.max(largest, logit);
      }
      double total = 0;
      for (float logit : row) {
        total += Math.exp(logit - largest);
      }
      sum += largest + Math.log(total) - row[tokens[i]];
    }
    return sum / (to - from);
  }

  /** Returns a table with one row per head: layer, head, and both shares. */
  public Table toTable() {
    IntColumn layer = IntColumn.create("layer");
    IntColumn head = IntColumn.create("head");
    DoubleColumn before = DoubleColumn.create(previousToken.quantity().name());
    DoubleColumn follows = DoubleColumn.create(induction.quantity().name());
    for (int l = 0; l < induction.layers(); l++) {
      for (int h = 0; h < induction.heads(); h++) {
        layer.append(l);
        head.append(h);
        before.append(previousToken.at(l, h));
        follows.append(induction.at(l, h));
      }
    }
    return Tables.create("Attention on a sequence that comes twice", layer, head, before, follows);
  }

  /** Describes the heads of each kind and the losses of both halves. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%n%s%nloss on random tokens %.2f nats, when they come again %.2f",
        words("previous-token heads", previousToken),
        words("induction heads", induction),
        firstLoss,
        secondLoss);
  }

  private static String words(String kind, HeadValues values) {
    List<String> found = new ArrayList<>();
    for (int l = 0; l < values.layers(); l++) {
      for (int h = 0; h < values.heads(); h++) {
        if (values.at(l, h) >= NAMED) {
          found.add("layer %d head %d (%.0f%%)".formatted(l, h, 100 * values.at(l, h)));
        }
      }
    }
    return found.isEmpty()
        ? String.format(
            Locale.ROOT,
            "%s: none; the largest share of any head is %.0f%%",
            kind,
            100 * values.max())
        : kind + ": " + String.join(", ", found);
  }
}
