package org.entroscope.model;

import org.entroscope.architecture.Named;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The sizes of the numbers that pass through a model (Eq. 1-4) on one sequence, layer by layer: of
 * the residual stream that enters a layer, and of the attention scores that are computed from it.
 * Scores are products of two projections of the stream and grow with its square if no LayerNorm
 * rescales it. Large scores have the effect of a low temperature: the entropy of the softmax
 * collapses.
 *
 * @param name the name of the model
 * @param residual the root mean square of the elements of the stream that enters each layer
 * @param scores the standard deviation of the scores that a query gives to its visible keys, as the
 *     root mean square over queries and heads of each layer
 */
public record LayerSizes(String name, double[] residual, double[] scores) implements Named {

  private static final String SCORES = "layer.%s.attention.scores";
  private static final String STREAM = "residual.%s.ffn";

  /** Copies the numbers. */
  public LayerSizes {
    residual = residual.clone();
    scores = scores.clone();
  }

  @Override
  public double[] residual() {
    return residual.clone();
  }

  @Override
  public double[] scores() {
    return scores.clone();
  }

  /**
   * Measures a model on one text.
   *
   * @throws IllegalStateException if the model's tokenizer is not known
   */
  public static LayerSizes of(HasModel holder, String text) {
    Gpt gpt = holder.model();
    String name = holder instanceof Named named ? named.name() : gpt.architecture().toString();
    return of(name, gpt, Tokens.of(gpt, text));
  }

  /**
   * Measures a model on one sequence.
   *
   * @param tokens 2 to T ids
   */
  public static LayerSizes of(String name, Gpt gpt, int... tokens) {
    if (tokens.length < 2) {
      throw new IllegalArgumentException(
          "scores need at least 2 tokens to differ, not " + tokens.length);
    }
    int layers = gpt.shape().layers();
    ActivationCache cache =
        gpt.runWithCache(
            tokens, "residual.embedding", STREAM.formatted("*"), SCORES.formatted("*"));
    double[] residual = new double[layers];
    double[] scores = new double[layers];
    for (int l = 0; l < layers; l++) {
      String entering = l == 0 ? "residual.embedding" : STREAM.formatted(l - 1);
      residual[l] = rootMeanSquare(cache.values(entering));
      double sum = 0;
      int rows = 0;
      for (int h = 0; h < gpt.shape().heads(); h++) {
        float[][] head = cache.matrix(SCORES.formatted(l), h);
        for (int query = 1; query < head.length; query++, rows++) {
          sum += variance(head[query], query + 1);
        }
      }
      scores[l] = Math.sqrt(sum / rows);
    }
    return new LayerSizes(name, residual, scores);
  }

  private static double rootMeanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  private static double variance(float[] row, int visible) {
    double mean = 0;
    for (int key = 0; key < visible; key++) {
      mean += row[key] / (double) visible;
    }
    double sum = 0;
    for (int key = 0; key < visible; key++) {
      sum += (row[key] - mean) * (row[key] - mean);
    }
    return sum / visible;
  }

  /** Returns a table with one row per layer. */
  public Table toTable() {
    IntColumn layer = IntColumn.create("layer");
    for (int l = 0; l < residual.length; l++) {
      layer.append(l);
    }
    return Tables.create(
        name,
        layer,
        DoubleColumn.create("residual stream", residual),
        DoubleColumn.create("scores", scores));
  }

  @Override
  public String toString() {
    return toTable().print();
  }
}
