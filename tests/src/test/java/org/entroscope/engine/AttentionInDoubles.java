package org.entroscope.engine;

import java.util.SplittableRandom;

/**
 * The causal attention of one head and its entropy in double precision, computed with the matrix,
 * and the derivatives of {@code sum_i w_i E_i + sum_i G_i (A V)_i}. The queries are the last ones
 * of the sequence.
 */
final class AttentionInDoubles {

  final int queries;
  final int keys;
  final int width;
  final double[] entropy;
  final double[][] read;
  final double[][] dq;
  final double[][] dk;
  final double[][] dv;

  AttentionInDoubles(double[][] q, double[][] k, double[][] v, double[] w, double[][] g) {
    queries = q.length;
    keys = k.length;
    width = q[0].length;
    entropy = new double[queries];
    read = new double[queries][width];
    dq = new double[queries][width];
    dk = new double[keys][width];
    dv = new double[keys][width];
    for (int i = 0; i < queries; i++) {
      int seen = keys - queries + i + 1;
      double[] s = new double[seen];
      double top = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < seen; j++) {
        s[j] = dot(q[i], k[j]) / Math.sqrt(width);
        top = Math.max(top, s[j]);
      }
      double sum = 0;
      for (double each : s) {
        sum += Math.exp(each - top);
      }
      double mean = 0; // relative to the largest score
      double[] a = new double[seen];
      for (int j = 0; j < seen; j++) {
        a[j] = Math.exp(s[j] - top) / sum;
        mean += a[j] * (s[j] - top);
      }
      entropy[i] = Math.log(sum) - mean;
      for (int j = 0; j < seen; j++) {
        add(read[i], a[j], v[j]);
      }
      for (int j = 0; j < seen; j++) {
        double ds =
            -w[i] * a[j] * (s[j] - top - mean) + a[j] * (dot(g[i], v[j]) - dot(g[i], read[i]));
        add(dq[i], ds / Math.sqrt(width), k[j]);
        add(dk[j], ds / Math.sqrt(width), q[i]);
        add(dv[j], a[j], g[i]);
      }
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  /** Returns random rows that single precision can represent. */
  static double[][] random(SplittableRandom random, int rows, int width, double std) {
    double[][] values = new double[rows][width];
    for (double[] row : values) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) (std * random.nextGaussian());
      }
    }
    return values;
  }
}
