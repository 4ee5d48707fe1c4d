package org.entroscope.pretrained;

/** The arithmetic of {@link HubReference}, written literally and in float64. */
final class HubMath {

  private HubMath() {}

  /** Rotates each pair (i, i + n/2) of the first n columns by the angle t 10000^(-2i/n). */
  static double[][] rotate(double[][] x, int n) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < n / 2; i++) {
        double angle = t * Math.pow(10000, -2.0 * i / n);
        double a = x[t][i];
        double b = x[t][i + n / 2];
        x[t][i] = a * Math.cos(angle) - b * Math.sin(angle);
        x[t][i + n / 2] = b * Math.cos(angle) + a * Math.sin(angle);
      }
    }
    return x;
  }

  /** Adds the result of one head and stores the entropy -sum a ln a of every query. */
  static void attend(
      double[][] q,
      double[][] key,
      double[][] v,
      double[][] merged,
      int from,
      double[][] entropies,
      int head) {
    int k = q[0].length;
    entropies[head] = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      double[] a = new double[i + 1];
      double sum = 0;
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int c = 0; c < k; c++) {
          dot += q[i][c] * key[j][c];
        }
        a[j] = Math.exp(dot / Math.sqrt(k));
        sum += a[j];
      }
      for (int j = 0; j <= i; j++) {
        a[j] /= sum;
        entropies[head][i] -= a[j] * Math.log(a[j]);
        for (int c = 0; c < k; c++) {
          merged[i][from + c] += a[j] * v[j][c];
        }
      }
    }
  }

  /**
   * Computes the normal distribution function by its series, which is exact to the last digits for
   * |x| below 8.
   */
  static double normal(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  static double[][] columns(double[][] x, int from, int count) {
    double[][] y = new double[x.length][count];
    for (int t = 0; t < x.length; t++) {
      System.arraycopy(x[t], from, y[t], 0, count);
    }
    return y;
  }

  static double[][] plus(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int t = 0; t < a.length; t++) {
      for (int c = 0; c < a[t].length; c++) {
        sum[t][c] = a[t][c] + b[t][c];
      }
    }
    return sum;
  }
}
