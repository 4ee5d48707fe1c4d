package org.entroscope.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.entroscope.files.Tables;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadValues;
import org.entroscope.tokens.Tokenizer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A sequence that a model continued. For every new token it has the attention entropy (Eq. 5-7) of
 * the query that chose it, which is the query at the previous token.
 */
public final class Generation {

  /**
   * One new token.
   *
   * @param token its id
   * @param visible the number of keys that the query saw; its entropy is at most the logarithm of
   *     this number
   * @param entropy the entropies of that query in nats, L x H
   */
  record Step(int token, int visible, float[][] entropy) {}

  private final int[] prompt;
  private final List<Step> steps;
  private final Tokenizer tokenizer;

  /**
   * @param tokenizer the model's tokenizer, or null if it is not known
   */
  Generation(int[] prompt, List<Step> steps, Tokenizer tokenizer) {
    this.prompt = prompt.clone();
    this.steps = List.copyOf(steps);
    this.tokenizer = tokenizer;
  }

  /** Returns the ids of the prompt. */
  public int[] prompt() {
    return prompt.clone();
  }

  /** Returns the text of the prompt, or its ids if the model's tokenizer is not known. */
  public String promptText() {
    return text(prompt);
  }

  /**
   * Returns the ids of the new tokens. There are fewer than requested if the generation was
   * interrupted.
   */
  public int[] tokens() {
    return steps.stream().mapToInt(Step::token).toArray();
  }

  /**
   * Returns the new text, or its ids if the model's tokenizer is not known. An id outside the
   * tokenizer's vocabulary is written as {@code <id 50300>}.
   */
  public String text() {
    return text(tokens());
  }

  /** Returns the number of new tokens. */
  public int size() {
    return steps.size();
  }

  /**
   * Returns the attention entropies of the query that chose a token, L x H, in nats.
   *
   * @param index the index of the new token, from 0
   * @throws IndexOutOfBoundsException if there is no such token
   */
  public float[][] entropy(int index) {
    return Arrays.stream(step(index).entropy).map(float[]::clone).toArray(float[][]::new);
  }

  /** Returns the mean of {@link #entropy(int)} over layers and heads, in nats. */
  public double meanEntropy(int index) {
    return HeadValues.mean(step(index).entropy);
  }

  /**
   * Returns the number of keys that were visible to the query that chose a token. The entropy of
   * the query is at most the logarithm of this number.
   */
  public int visible(int index) {
    return step(index).visible;
  }

  private Step step(int index) {
    if (index < 0 || index >= steps.size()) {
      throw new IndexOutOfBoundsException(
          "no token %d: %d were generated, counted from 0".formatted(index, steps.size()));
    }
    return steps.get(index);
  }

  /**
   * Returns a table with one row per new token: {@code token}, {@code text}, {@code entropy} (mean
   * over layers and heads), {@code bound} (the logarithm of the number of visible keys).
   */
  public Table toTable() {
    IntColumn token = IntColumn.create("token");
    StringColumn text = StringColumn.create("text");
    DoubleColumn entropy = DoubleColumn.create("entropy");
    DoubleColumn bound = DoubleColumn.create("bound");
    for (int i = 0; i < size(); i++) {
      token.append(steps.get(i).token);
      text.append(text(new int[] {steps.get(i).token}));
      entropy.append(meanEntropy(i));
      bound.append(EntropyBound.causalQuery(visible(i) - 1));
    }
    return Tables.create("Generated tokens", token, text, entropy, bound);
  }

  private String text(int[] tokens) {
    if (tokenizer == null) {
      return Arrays.toString(tokens);
    }
    StringBuilder text = new StringBuilder();
    int begin = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] >= tokenizer.vocabularySize()) {
        text.append(tokenizer.decode(Arrays.copyOfRange(tokens, begin, i)));
        text.append("<id ").append(tokens[i]).append('>');
        begin = i + 1;
      }
    }
    return text.append(tokenizer.decode(Arrays.copyOfRange(tokens, begin, tokens.length)))
        .toString();
  }

  /** Returns the prompt, its continuation and the mean entropy as text. */
  @Override
  public String toString() {
    double mean = 0;
    double bound = 0;
    for (int i = 0; i < size(); i++) {
      mean += meanEntropy(i) / size();
      bound += EntropyBound.causalQuery(visible(i) - 1) / size();
    }
    String separator = tokenizer == null ? " " : "";
    return String.format(
        Locale.ROOT,
        "%s%s%s%n(%d tokens generated, mean attention entropy %.3f of at most %.3f nats)",
        text(prompt),
        separator,
        text(),
        size(),
        mean,
        bound);
  }
}
