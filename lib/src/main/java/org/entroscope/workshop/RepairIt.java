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
              "a matrix: what both projections of a feed-forward network without activation come"
                  + " to",
              "x W_in W_out = x (W_in W_out): element (i, j) is the sum over k of in[i][k] *"
                  + " out[k][j].",
              "the matrices W_in and W_out, in an array",
              (answer, about) -> oneMatrix(answer.matrix(), about.matrices())),
          Task.of(
              "the penalty",
              "a number: Algorithm 1's penalty of one head with 3.1 nats, for theta = 0.5, gamma ="
                  + " 0.2 and T = 64",
              "delta = E - theta E_max with E_max = ln 64; where |delta| is beyond gamma E_max the"
                  + " penalty is delta squared, else 0.",
              (answer, about) -> penalty(answer.number())),
          new Task(
              "a repair",
              "a run with neither LayerNorm nor activation in its blocks, trained like the bare"
                  + " model, that has the better perplexity and fewer heads in trouble",
              "try SM + ScFuFFN, SM + SN(FFN), or EReg(SM(t) + ScFuFFN), with the shape, plan and"
                  + " corpus of the bare model.",
              "the run of the bare model",
              (answer, about) -> repair(answer.run(), about.run())));

  private RepairIt() {}

  private static Finding oneMatrix(double[][] given, double[][][] pair) {
    int rows = pair[0].length;
    int columns = pair[1][0].length;
    if (given.length != rows || Arrays.stream(given).anyMatch(row -> row.length != columns)) {
      return Finding.off(
          "%d rows of %d numbers; wanted are %d rows of %d",
          given.length, given[0].length, rows, columns);
    }
    double furthest = 0;
    double transposed = 0;
    for (int i = 0; i < rows; i++) {
      // the image of the i-th unit vector under both projections
      double[] image = image(pair[0][i], pair[1]);
      for (int j = 0; j < columns; j++) {
        furthest = Math.max(furthest, distance(given[i][j], image[j]));
        transposed = Math.max(transposed, rows == columns ? distance(given[j][i], image[j]) : 1);
      }
    }
    if (furthest < 1e-6) {
      return Finding.right(
          "%d x %d numbers do what %d did",
          rows, columns, rows * pair[0][0].length + pair[1].length * columns);
    }
    return transposed < 1e-6
        ? Finding.off("rows and columns are the wrong way round")
        : Finding.off("an element is off by %.3f", furthest);
  }

  /** Returns the distance of two numbers; infinite if one of them is NaN. */
  private static double distance(double a, double b) {
    double distance = Math.abs(a - b);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }

  private static double[] image(double[] row, double[][] matrix) {
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
          "%.3f: delta = %.3f is %.3f beyond the tolerance, and counts in full",
          penalty, delta, beyond);
    } else if (Math.abs(given) <= CLOSE) {
      return Finding.off(
          "nothing is paid only within gamma E_max; this head is %.3f beyond", beyond);
    } else if (Math.abs(given - delta) <= CLOSE) {
      return Finding.off("that is delta; the penalty is its square");
    } else if (Math.abs(given - beyond * beyond) <= CLOSE) {
      return Finding.off("the whole delta is squared, not what lies beyond the tolerance");
    }
    return Finding.off(
        "too %s by %.3f", given < penalty ? "small" : "large", Math.abs(given - penalty));
  }

  private static Finding repair(HasRecord run, HasRecord bare) {
    Architecture architecture = run.architecture();
    if (architecture.layerNorm() || architecture.queryKeyNorm()) {
      return Finding.off(
          "%s has LayerNorms, which is what the repair is to do without", architecture);
    } else if (architecture.activation() != null) {
      return Finding.off(
          "%s has the activation %s", architecture, architecture.activation().notation());
    }
    return Rivals.judge(run, bare);
  }
}
