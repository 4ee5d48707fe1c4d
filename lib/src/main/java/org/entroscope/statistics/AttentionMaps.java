package org.entroscope.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The attention of all heads of a model on one sequence (Eq. 2-3) and its entropies (Eq. 5-7).
 * Instances are immutable.
 */
public final class AttentionMaps implements HasEntropy {

  private final String name;
  private final float[][][][] values; // L H T T
  private final HeadValues entropy;
  private final List<String> tokens;

  /**
   * Copies the values. A head of a diverged model may hold NaN; its entropy is then NaN.
   *
   * @param name the name of the model
   * @param values the attention probabilities, L x H x T x T, with one row per query and one column
   *     per key; T is at least 2
   * @throws IllegalArgumentException if there is no head, or the sizes differ between heads
   */
  public AttentionMaps(String name, float[][][][] values) {
    this(name, values, List.of());
  }

  /**
   * Copies the values and the text of each token.
   *
   * @param tokens the texts of the T tokens; empty if they are not known
   * @throws IllegalArgumentException if there is no head, the sizes differ between heads, or there
   *     are more or fewer texts than T
   */
  public AttentionMaps(String name, float[][][][] values, List<String> tokens) {
    this.name = Objects.requireNonNull(name, "name");
    this.tokens = List.copyOf(tokens);
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException("values must hold at least one head");
    }
    int context = values[0][0].length;
    this.values = new float[values.length][][][];
    float[][] entropies = new float[values.length][];
    for (int l = 0; l < values.length; l++) {
      this.values[l] = new float[values[l].length][][];
      entropies[l] = new float[values[l].length];
      for (int h = 0; h < values[l].length; h++) {
        this.values[l][h] = square(values[l][h], context, l, h);
        entropies[l][h] = (float) entropy(values[l][h]);
      }
    }
    entropy = new HeadValues(entropies, context);
    if (!tokens.isEmpty() && tokens.size() != context) {
      throw new IllegalArgumentException(
          "there must be one text for each of %d tokens, not %d".formatted(context, tokens.size()));
    }
  }

  private static float[][] square(float[][] matrix, int size, int layer, int head) {
    boolean fits = matrix.length == size;
    for (float[] row : matrix) {
      fits &= row.length == size;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "every head must have %d queries and %d keys like head 0 of layer 0, but head %d of layer %d does not"
              .formatted(size, size, head, layer));
    }
    return copy(matrix);
  }

  private static float[][] copy(float[][] matrix) {
    return Arrays.stream(matrix).map(float[]::clone).toArray(float[][]::new);
  }

  private static double entropy(float[][] matrix) {
    double sum = 0;
    for (float[] row : matrix) {
      for (float p : row) {
        // NaN is not zero, so it is kept
        sum -= p == 0 ? 0 : p * Math.log(p);
      }
    }
    return sum / matrix.length;
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns the mean entropy of the queries of every head, L x H. */
  @Override
  public HeadValues entropy() {
    return entropy;
  }

  /** Returns the text of each token of the sequence; empty if the texts are not known. */
  public List<String> tokens() {
    return tokens;
  }

  /**
   * Returns the same attention under another name, for figures that show several models.
   *
   * @param name the name of the model, which replaces its architecture
   */
  public AttentionMaps named(String name) {
    return new AttentionMaps(name, values, tokens);
  }

  /**
   * Returns a copy of the probabilities of one head, T x T.
   *
   * @throws IndexOutOfBoundsException if there is no such layer or head; the message gives the
   *     valid ranges
   */
  public float[][] at(int layer, int head) {
    entropy.at(layer, head);
    return copy(values[layer][head]);
  }

  /** Returns whether no query attends to a later key. */
  public boolean isCausal() {
    for (float[][][] layer : values) {
      for (float[][] head : layer) {
        for (int query = 0; query < head.length; query++) {
          for (int key = query + 1; key < head.length; key++) {
            if (head[query][key] != 0) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  /** Returns the sizes and the entropies as text. */
  @Override
  public String toString() {
    return "Attention of %s, %d layers of %d heads, T=%d%n%s"
        .formatted(name, entropy.layers(), entropy.heads(), entropy.context(), entropy);
  }
}
