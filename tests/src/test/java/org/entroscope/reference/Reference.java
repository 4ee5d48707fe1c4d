package org.entroscope.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * The reference implementation, which computes the results of a model of an architecture in
 * float64.
 *
 * <p>Arrays are flat, row by row. Linear weights have the shape [out, in].
 */
public final class Reference {
  private Reference() {}

  /**
   * The results for a batch of B examples with T tokens each.
   *
   * @param logits the logits, of shape [B, T, V]
   * @param loss the loss {@code crossEntropy + lambda penalty}
   * @param crossEntropy the mean over the B (T - 1) predictions of token i + 1 at position i, in
   *     nats
   * @param penalty the penalty of the regulariser before multiplication with its weight lambda; 0
   *     without a regulariser
   * @param entropies the entropies in nats, of shape [L, B, H, T]
   * @param gradients the derivatives of the loss with respect to all parameters except the vectors
   *     of the power iteration
   */
  public record Result(
      double[] logits,
      double loss,
      double crossEntropy,
      double penalty,
      double[] entropies,
      Map<String, double[]> gradients) {}

  /**
   * Returns the names and shapes of the parameters of an architecture, including the vectors u and
   * v of the power iteration.
   */
  public static Map<String, int[]> parameterShapes(Architecture architecture, ModelShape shape) {
    return ReferenceParameters.shapes(architecture, shape);
  }

  /** Returns random parameters, none of which is trivial. Each value is a float32 number. */
  public static Map<String, double[]> randomParameters(
      Architecture architecture, ModelShape shape, long seed) {
    return ReferenceParameters.random(architecture, shape, seed);
  }

  /**
   * Runs the forward and the backward pass.
   *
   * @param parameters the flat parameters, exactly those of {@link #parameterShapes}
   * @param tokens the tokens of shape [B][T]
   * @param regulariser the regulariser, which needs an architecture with thresholds; may be null
   * @throws IllegalArgumentException if a parameter is missing, unknown or of another size, or if
   *     an example does not have T tokens
   */
  public static Result run(
      Architecture architecture,
      ModelShape shape,
      Map<String, double[]> parameters,
      int[][] tokens,
      ReferenceRegulariser regulariser) {
    return compute(architecture, shape, parameters, tokens, regulariser, true);
  }

  /** Returns only the loss, for finite differences. */
  static double loss(
      Architecture architecture,
      ModelShape shape,
      Map<String, double[]> parameters,
      int[][] tokens,
      ReferenceRegulariser regulariser) {
    return compute(architecture, shape, parameters, tokens, regulariser, false).loss();
  }

  private static Result compute(
      Architecture architecture,
      ModelShape shape,
      Map<String, double[]> parameters,
      int[][] tokens,
      ReferenceRegulariser regulariser,
      boolean withGradients) {
    Tape tape = new Tape();
    Map<String, Matrix> inputs = inputs(tape, architecture, shape, parameters);
    ReferenceModel model = new ReferenceModel(architecture, shape, tape, inputs);

    int batch = tokens.length;
    Matrix[][][] entropies = new Matrix[shape.layers()][batch][shape.heads()];
    List<Matrix> logits = new ArrayList<>();
    List<Matrix> losses = new ArrayList<>();
    for (int b = 0; b < batch; b++) {
      check(tokens[b], shape);
      Matrix[][] ofExample = new Matrix[shape.layers()][shape.heads()];
      logits.add(model.logits(tokens[b], ofExample));
      for (int l = 0; l < shape.layers(); l++) {
        entropies[l][b] = ofExample[l];
      }
      int[] targets = Arrays.copyOfRange(tokens[b], 1, tokens[b].length);
      losses.add(Rows.crossEntropySum(logits.get(b), targets));
    }
    double predictions = batch * (shape.context() - 1.0);
    Matrix crossEntropy = Elementwise.affine(Elementwise.sum(losses), 1 / predictions, 0);
    Matrix penalty =
        regulariser == null
            ? tape.input(1, 1, 0)
            : regulariser.penalty(entropies, thresholds(inputs, architecture));
    double lambda = regulariser == null ? 0 : regulariser.lambda();
    Matrix loss = Elementwise.add(crossEntropy, Elementwise.affine(penalty, lambda, 0));

    Map<String, double[]> gradients = new LinkedHashMap<>();
    if (withGradients) {
      tape.backward(loss);
      inputs.forEach((name, input) -> gradients.put(name, input.gradient));
      gradients.keySet().removeIf(ReferenceParameters::isBuffer);
    }
    return new Result(
        joined(logits),
        loss.scalar(),
        crossEntropy.scalar(),
        penalty.scalar(),
        joined(Arrays.stream(entropies).flatMap(Arrays::stream).flatMap(Arrays::stream).toList()),
        gradients);
  }

  private static Map<String, Matrix> inputs(
      Tape tape, Architecture architecture, ModelShape shape, Map<String, double[]> parameters) {
    Map<String, int[]> shapes = parameterShapes(architecture, shape);
    if (!shapes.keySet().equals(parameters.keySet())) {
      throw new IllegalArgumentException(
          "the parameters of %s are %s, not %s"
              .formatted(architecture, shapes.keySet(), parameters.keySet()));
    }
    Map<String, Matrix> inputs = new LinkedHashMap<>();
    shapes.forEach(
        (name, dimensions) -> {
          int rows = dimensions.length == 1 ? 1 : dimensions[0];
          int columns = dimensions[dimensions.length - 1];
          inputs.put(name, tape.input(rows, columns, parameters.get(name)));
        });
    return inputs;
  }

  private static Matrix thresholds(Map<String, Matrix> inputs, Architecture architecture) {
    if (!architecture.regularised()) {
      throw new IllegalArgumentException(
          architecture + " has no thresholds for a regulariser: it wants EReg(...)");
    }
    return inputs.get("threshold");
  }

  private static void check(int[] tokens, ModelShape shape) {
    if (tokens.length != shape.context()) {
      throw new IllegalArgumentException(
          "an example has %d tokens, not %d".formatted(shape.context(), tokens.length));
    }
  }

  private static double[] joined(List<Matrix> parts) {
    return parts.stream().flatMapToDouble(part -> Arrays.stream(part.value)).toArray();
  }
}
