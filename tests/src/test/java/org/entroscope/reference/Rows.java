package org.entroscope.reference;

/** Operations on individual rows: the core of LayerNorm, softmax, entropy and cross entropy. */
final class Rows {
  private Rows() {}

  /** Returns {@code (x - mean) / sqrt(variance + eps)} for every row, with the biased variance. */
  static Matrix standardise(Matrix x, double eps) {
    int n = x.columns;
    double[] y = new double[x.value.length];
    double[] deviation = new double[x.rows];
    for (int i = 0; i < x.rows; i++) {
      double mean = 0;
      for (int j = 0; j < n; j++) {
        mean += x.value[i * n + j] / n;
      }
      double variance = 0;
      for (int j = 0; j < n; j++) {
        variance += (x.value[i * n + j] - mean) * (x.value[i * n + j] - mean) / n;
      }
      deviation[i] = Math.sqrt(variance + eps);
      for (int j = 0; j < n; j++) {
        y[i * n + j] = (x.value[i * n + j] - mean) / deviation[i];
      }
    }
    return x.tape.result(
        x.rows,
        n,
        y,
        r -> {
          for (int i = 0; i < x.rows; i++) {
            double meanGradient = 0;
            double meanProduct = 0;
            for (int j = 0; j < n; j++) {
              meanGradient += r.gradient[i * n + j] / n;
              meanProduct += r.gradient[i * n + j] * y[i * n + j] / n;
            }
            for (int j = 0; j < n; j++) {
              x.gradient[i * n + j] +=
                  (r.gradient[i * n + j] - meanGradient - y[i * n + j] * meanProduct)
                      / deviation[i];
            }
          }
        });
  }

  /** Divides every row by its Euclidean length. */
  static Matrix unitLength(Matrix x) {
    int n = x.columns;
    double[] y = new double[x.value.length];
    double[] length = new double[x.rows];
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < n; j++) {
        length[i] += x.value[i * n + j] * x.value[i * n + j];
      }
      length[i] = Math.sqrt(length[i]);
      for (int j = 0; j < n; j++) {
        y[i * n + j] = x.value[i * n + j] / length[i];
      }
    }
    return x.tape.result(
        x.rows,
        n,
        y,
        r -> {
          for (int i = 0; i < x.rows; i++) {
            double along = 0;
            for (int j = 0; j < n; j++) {
              along += r.gradient[i * n + j] * y[i * n + j];
            }
            for (int j = 0; j < n; j++) {
              x.gradient[i * n + j] += (r.gradient[i * n + j] - along * y[i * n + j]) / length[i];
            }
          }
        });
  }

  /** Returns the softmax of every row i over its visible keys 0..i. All other elements are 0. */
  static Matrix causalSoftmax(Matrix scores) {
    int n = scores.columns;
    double[] a = new double[scores.value.length];
    for (int i = 0; i < scores.rows; i++) {
      double logSum = logSumExp(scores.value, i * n, i + 1);
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = Math.exp(scores.value[i * n + j] - logSum);
      }
    }
    return scores.tape.result(
        scores.rows,
        n,
        a,
        r -> {
          for (int i = 0; i < scores.rows; i++) {
            double mean = 0;
            for (int j = 0; j <= i; j++) {
              mean += a[i * n + j] * r.gradient[i * n + j];
            }
            for (int j = 0; j <= i; j++) {
              scores.gradient[i * n + j] += a[i * n + j] * (r.gradient[i * n + j] - mean);
            }
          }
        });
  }

  /**
   * Returns the entropy of the causal softmax of every row, 1 x n: {@code E_i = logsumexp(s_i) -
   * sum_j a_ij s_ij} over the visible keys. The derivative is {@code dE_i/ds_ij = -a_ij (s_ij -
   * sum_k a_ik s_ik)}.
   */
  static Matrix causalEntropy(Matrix scores) {
    int n = scores.columns;
    double[] entropy = new double[scores.rows];
    double[] a = new double[scores.value.length];
    double[] mean = new double[scores.rows];
    for (int i = 0; i < scores.rows; i++) {
      double logSum = logSumExp(scores.value, i * n, i + 1);
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = Math.exp(scores.value[i * n + j] - logSum);
        mean[i] += a[i * n + j] * scores.value[i * n + j];
      }
      entropy[i] = logSum - mean[i];
    }
    return scores.tape.result(
        1,
        scores.rows,
        entropy,
        r -> {
          for (int i = 0; i < scores.rows; i++) {
            for (int j = 0; j <= i; j++) {
              int at = i * n + j;
              scores.gradient[at] -= r.gradient[i] * a[at] * (scores.value[at] - mean[i]);
            }
          }
        });
  }

  /**
   * Returns {@code sum_i -ln softmax(logits_i)[targets_i]}, 1 x 1, over as many rows as there are
   * targets. Later rows are ignored.
   */
  static Matrix crossEntropySum(Matrix logits, int... targets) {
    int n = logits.columns;
    double sum = 0;
    for (int i = 0; i < targets.length; i++) {
      sum += logSumExp(logits.value, i * n, n) - logits.value[i * n + targets[i]];
    }
    return logits.tape.result(
        1,
        1,
        new double[] {sum},
        r -> {
          for (int i = 0; i < targets.length; i++) {
            double logSum = logSumExp(logits.value, i * n, n);
            for (int j = 0; j < n; j++) {
              double p = Math.exp(logits.value[i * n + j] - logSum);
              logits.gradient[i * n + j] += r.gradient[0] * (p - (j == targets[i] ? 1 : 0));
            }
          }
        });
  }

  private static double logSumExp(double[] x, int from, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      max = Math.max(max, x[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(x[i] - max);
    }
    return max + Math.log(sum);
  }
}
