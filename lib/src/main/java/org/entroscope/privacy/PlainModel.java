package org.entroscope.privacy;

import java.util.Arrays;
import java.util.List;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.PlainArithmetic;

/**
 * The forward pass in plain double arithmetic (Eq. 1-4, 8), which is the reference for a private
 * execution with the same weights. Components are evaluated with their formulas.
 */
public final class PlainModel {

  /** The number that LayerNorm adds to the variance. */
  public static final double EPSILON = 1e-5;

  private final ModelWeights weights;
  private final int width;
  private final int heads;
  private final int headWidth;

  /** Creates a model with the given weights. */
  public PlainModel(ModelWeights weights) {
    this.weights = weights;
    this.width = weights.shape().hiddenSize();
    this.heads = weights.shape().heads();
    this.headWidth = weights.shape().headWidth();
  }

  /**
   * Computes the logits at every position.
   *
   * @param embeddings {@code [tokens, d]}
   * @return {@code [tokens, V]}
   */
  public double[][] logits(double[][] embeddings) {
    double[][] x = embeddings;
    for (int layer = 0; layer < weights.shape().layers(); layer++) {
      x = add(x, attention(layer, norm(x, "layer." + layer + ".norm1")));
      double[] beta = weights.array(layer, "ffn.beta");
      double[][] f = feedForward(layer, norm(x, "layer." + layer + ".norm2"));
      x = add(beta == null ? x : scale(x, beta[0]), f);
    }
    return linear(norm(x, "norm"), weights.array("embedding.token"), null);
  }

  private double[][] attention(int layer, double[][] x) {
    double[][] q = projection(layer, "query", x);
    double[][] k = projection(layer, "key", x);
    double[][] v = projection(layer, "value", x);
    double[] t = weights.array(layer, "attention.temperature");
    double[][] mixed = new double[x.length][width];
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < x.length; i++) {
        double temperature = t == null ? 1 : t[h * weights.shape().context() + i];
        double[] a = new double[i + 1];
        for (int j = 0; j <= i; j++) {
          for (int c = h * headWidth; c < (h + 1) * headWidth; c++) {
            a[j] += q[i][c] * k[j][c] / (temperature * Math.sqrt(headWidth));
          }
        }
        List<Double> scores = Arrays.stream(a).boxed().toList();
        List<Double> attention =
            weights.architecture().attention().formula(scores, arithmetic(layer, "attention."));
        for (int j = 0; j <= i; j++) {
          for (int c = h * headWidth; c < (h + 1) * headWidth; c++) {
            mixed[i][c] += attention.get(j) * v[j][c];
          }
        }
      }
    }
    return projection(layer, "output", mixed);
  }

  private double[][] projection(int layer, String name, double[][] x) {
    return linear(
        x,
        weights.array(layer, "attention." + name + ".weight"),
        weights.array(layer, "attention." + name + ".bias"));
  }

  private double[][] feedForward(int layer, double[][] x) {
    double[] fused = weights.array(layer, "ffn.fused.weight");
    if (fused != null) {
      return linear(x, fused, weights.array(layer, "ffn.fused.bias"));
    }
    double[][] inner =
        linear(x, weights.array(layer, "ffn.in.weight"), weights.array(layer, "ffn.in.bias"));
    Activation activation = weights.architecture().activation();
    PlainArithmetic arithmetic = arithmetic(layer, "ffn.");
    for (double[] row : activation == null ? new double[0][] : inner) {
      Arrays.setAll(row, i -> activation.formula(row[i], arithmetic));
    }
    return linear(
        inner, weights.array(layer, "ffn.out.weight"), weights.array(layer, "ffn.out.bias"));
  }

  private PlainArithmetic arithmetic(int layer, String place) {
    return new PlainArithmetic(name -> weights.array(layer, place + name)[0]);
  }

  private double[][] norm(double[][] x, String name) {
    double[] gain = weights.array(name + ".gain");
    if (gain == null) {
      return x;
    }
    double[] bias = weights.array(name + ".bias");
    double[][] y = new double[x.length][width];
    for (int i = 0; i < x.length; i++) {
      double mean = Arrays.stream(x[i]).average().orElseThrow();
      double variance = Arrays.stream(x[i]).map(v -> (v - mean) * (v - mean)).sum() / width;
      double factor = 1 / Math.sqrt(variance + EPSILON);
      for (int c = 0; c < width; c++) {
        y[i][c] = (x[i][c] - mean) * factor * gain[c] + bias[c];
      }
    }
    return y;
  }

  private static double[][] linear(double[][] x, double[] weight, double[] bias) {
    int inputs = x[0].length;
    int outputs = weight.length / inputs;
    double[][] y = new double[x.length][outputs];
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < outputs; o++) {
        double sum = bias == null ? 0 : bias[o];
        for (int c = 0; c < inputs; c++) {
          sum += x[i][c] * weight[o * inputs + c];
        }
        y[i][o] = sum;
      }
    }
    return y;
  }

  private static double[][] add(double[][] x, double[][] y) {
    double[][] sum = new double[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int c = 0; c < x[i].length; c++) {
        sum[i][c] = x[i][c] + y[i][c];
      }
    }
    return sum;
  }

  private static double[][] scale(double[][] x, double factor) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(v -> v * factor).toArray())
        .toArray(double[][]::new);
  }
}
