package org.entroscope.workshop;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.runs.HasRecord;
import org.entroscope.statistics.EntropyBound;

/** Exercises about repairing a model without LayerNorm and GELU (Sections 3 and 4). */
final class RepairIt {

  private static final int CONTEXT = 64;
  private static final double ENTROPY = 3.1;
  private static final double THRESHOLD = 0.5;
  private static final double TOLERANCE = 0.2;
  private static final double CLOSE = 0.01;

  static final List<Task> TASKS =
      List.of(
          new Task(
              "one matrix",
              "a matrix that does the same as both projections of a feed-forward network without an"
                  + " activation function",
              "Because x W_in W_out = x (W_in W_out), the answer is the matrix product. Its element"
                  + " (i, j) is the sum over k of in[i][k] * out[k][j].",
              "an array of the matrices W_in and W_out",
              (answer, about) -> oneMatrix(answer.matrix(), about.matrices())),
          Task.of(
              "the penalty",
              "a number: the penalty of Algorithm 1 for one head with 3.1 nats, where theta = 0.5,"
                  + " gamma = 0.2 and T = 64",
              "Compute delta = E - theta E_max with E_max = ln 64. If |delta| is larger than"
                  + " gamma E_max, the penalty is the square of delta. Otherwise it is 0.",
              (answer, about) -> penalty(answer.number())),
          new Task(
              "a repair",
              "a run whose blocks have neither LayerNorm nor an activation function, trained like"
                  + " the softmax-only model, with a lower perplexity and fewer heads in trouble",
              "Try SM + ScFuFFN or SM + ScFFN, possibly inside EReg(...) with temperatures, SM(t)."
                  + " Use the shape, plan and corpus of the softmax-only model.",
              "the run of the softmax-only model",
              (answer, about) -> repair(answer.run(), about.run())));

  private RepairIt() {}

  private static Finding oneMatrix(double[][] given, double[][][] pair) {
    int rows = pair[0].length;
    int columns = pair[1][0].length;
    if (given.length != rows || Arrays.stream(given).anyMatch(row -> row.length != columns)) {
      return Finding.off(
          "the answer has %d rows of %d numbers; expected are %d rows of %d",
          given.length, given[0].length, rows, columns);
    }
    double furthest = 0;
    double transposed = 0;
    for (int i = 0; i < rows; i++) {
      double[] product = multiply(pair[0][i], pair[1]); // row i of W_in W_out
      for (int j = 0; j < columns; j++) {
        furthest = Math.max(furthest, distance(given[i][j], product[j]));
        transposed = Math.max(transposed, rows == columns ? distance(given[j][i], product[j]) : 1);
      }
    }
    if (furthest < 1e-6) {
      return Finding.right(
          "a %d x %d matrix does the same as the %d numbers of both projections",
          rows, columns, rows * pair[0][0].length + pair[1].length * columns);
    }
    return transposed < 1e-6
        ? Finding.off("the rows and columns are swapped")
        : Finding.off("the largest error of an element is %.3f", furthest);
  }

  /** Returns the absolute difference of two numbers, or infinity if one of them is NaN. */
  private static double distance(double a, double b) {
    double distance = Math.abs(a - b);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }

  private static double[] multiply(double[] row, double[][] matrix) {
    return IntStream.range(0, matrix[0].length)
        .mapToDouble(
            j -> IntStream.range(0, row.length).mapToDouble(k -> row[k] * matrix[k][j]).sum())
        .toArray();
  }

  private static Finding penalty(double given) {
    double maximum = EntropyBound.maximum(CONTEXT);
    double delta = Math.abs(ENTROPY - THRESHOLD * maximum);
    double beyond = delta - TOLERANCE * maximum;
    double penalty = delta * delta; // Algorithm 1 for a head outside its tolerance band
    if (Math.abs(given - penalty) <= CLOSE) {
      return Finding.right(
          "%.3f: delta = %.3f exceeds the tolerance by %.3f, so the whole delta is squared",
          penalty, delta, beyond);
    } else if (Math.abs(given) <= CLOSE) {
      return Finding.off(
          "the penalty is 0 only if |delta| is at most gamma E_max; this head exceeds it by %.3f",
          beyond);
    } else if (Math.abs(given - delta) <= CLOSE) {
      return Finding.off("this is delta; the penalty is its square");
    } else if (Math.abs(given - beyond * beyond) <= CLOSE) {
      return Finding.off(
          "the penalty is the square of the whole delta, not of the part beyond the tolerance");
    }
    return Finding.off(
        "the answer is too %s by %.3f",
        given < penalty ? "small" : "large", Math.abs(given - penalty));
  }

  private static Finding repair(HasRecord run, HasRecord bare) {
    Architecture architecture = run.architecture();
    if (architecture.layerNorm() || architecture.queryKeyNorm()) {
      return Finding.off("%s has LayerNorms, but the repair must not use them", architecture);
    } else if (architecture.activation() != null) {
      return Finding.off(
          "%s has the activation function %s, but the repair must not use one",
          architecture, architecture.activation().notation());
    }
    return Rivals.judge(run, bare);
  }
}
