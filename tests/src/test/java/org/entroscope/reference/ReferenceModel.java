package org.entroscope.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Temperature;
import org.entroscope.component.LeakyRelu;

/**
 * The mathematics of every architecture (Section 1, Eq. 1-8), for one example at a time. In the
 * comments, T is the context, d the width, k the width of a head and V the vocabulary size.
 */
final class ReferenceModel {
  private static final double LAYER_NORM_EPS = 1e-5;

  private final Architecture architecture;
  private final ModelShape shape;
  private final Tape tape;
  private final Map<String, Matrix> parameters;

  /** Creates a model from parameters that are inputs of the tape. */
  ReferenceModel(
      Architecture architecture, ModelShape shape, Tape tape, Map<String, Matrix> parameters) {
    this.architecture = architecture;
    this.shape = shape;
    this.tape = tape;
    this.parameters = parameters;
  }

  /**
   * Returns the logits, T x V, of one example of T tokens.
   *
   * @param entropies receives the entropies of the queries, 1 x T, for every layer and head
   */
  Matrix logits(int[] tokens, Matrix[][] entropies) {
    Matrix embedding = parameter("embedding.token");
    Matrix x = Elementwise.add(Products.rows(embedding, tokens), parameter("embedding.position"));
    for (int l = 0; l < shape.layers(); l++) {
      x = block("layer." + l, x, entropies[l]);
    }
    x = architecture.finalLayerNorm() ? layerNorm("norm", x) : x;
    return Products.timesTransposed(x, embedding);
  }

  /** Computes a block by Eq. 1-4, or by Eq. 8 if the feed-forward network is scaled. */
  private Matrix block(String layer, Matrix x, Matrix[] entropies) {
    Matrix attended = attention(layer + ".attention", blockNorm(layer + ".norm1", x), entropies);
    Matrix sum = Elementwise.add(x, attended); // X_SA
    Matrix ffn = feedForward(layer + ".ffn", blockNorm(layer + ".norm2", sum));
    if (architecture.scaled()) {
      Matrix beta = parameter(layer + ".ffn.beta");
      Matrix inverseAlpha = Elementwise.reciprocal(parameter(layer + ".ffn.alpha"));
      return Elementwise.add(Elementwise.scale(sum, beta), Elementwise.scale(ffn, inverseAlpha));
    }
    return Elementwise.add(sum, ffn);
  }

  private Matrix attention(String name, Matrix x, Matrix[] entropies) {
    int width = shape.headWidth();
    Matrix query = linear(name + ".query", x);
    Matrix key = linear(name + ".key", x);
    Matrix value = linear(name + ".value", x);
    List<Matrix> heads = new ArrayList<>();
    for (int h = 0; h < shape.heads(); h++) {
      Matrix q = Products.columns(query, h * width, width); // T k
      Matrix k = Products.columns(key, h * width, width);
      Matrix v = Products.columns(value, h * width, width);
      if (architecture.queryKeyNorm()) {
        q = layerNorm(name + ".queryNorm", q);
        k = layerNorm(name + ".keyNorm", k);
      }
      Matrix scores = // T T
          Elementwise.affine(Products.timesTransposed(q, k), 1 / Math.sqrt(width), 0);
      if (architecture.temperature() != null) {
        scores = Products.scaleRows(scores, inverseTemperatures(name + ".temperature", h));
      }
      entropies[h] = Rows.causalEntropy(scores);
      heads.add(Products.times(Rows.causalSoftmax(scores), v));
    }
    return linear(name + ".output", Products.sideBySide(heads));
  }

  /** Returns the inverse temperatures 1/t of a head, 1 x T. */
  private Matrix inverseTemperatures(String name, int head) {
    Matrix w = Products.rows(parameter(name), head);
    return switch (architecture.temperature().form()) {
      case DIVISOR -> Elementwise.reciprocal(Elementwise.exp(w));
      case INVERSE -> w;
      case OFFSET ->
          Elementwise.reciprocal(
              Elementwise.atLeast(Elementwise.affine(w, 1, 1), Temperature.OFFSET_FLOOR));
    };
  }

  private Matrix feedForward(String name, Matrix x) {
    if (architecture.fused()) {
      return linear(name + ".fused", x);
    }
    return linear(name + ".out", activation(name, linear(name + ".in", x)));
  }

  private Matrix activation(String ffn, Matrix x) {
    if (architecture.activation() == null) {
      return x;
    } else if (architecture.activation() instanceof LeakyRelu leaky) {
      return switch (leaky.learned()) {
        case NONE -> Elementwise.leakyRelu(x, tape.input(1, 1, leaky.slope()));
        case LAYER -> Elementwise.leakyRelu(x, parameter(ffn + ".slope"));
        case MODEL -> Elementwise.leakyRelu(x, parameter("slope"));
      };
    }
    return switch (architecture.activation().term()) {
      case "G" -> Elementwise.gelu(x);
      case "R" -> Elementwise.leakyRelu(x, tape.input(1, 1, 0));
      default -> throw new IllegalStateException("the pretrained models' reference has it");
    };
  }

  private Matrix blockNorm(String name, Matrix x) {
    return architecture.layerNorm() ? layerNorm(name, x) : x;
  }

  private Matrix layerNorm(String name, Matrix x) {
    Matrix standard = Rows.standardise(x, LAYER_NORM_EPS);
    return Products.addRow(
        Products.scaleColumns(standard, parameter(name + ".gain")), parameter(name + ".bias"));
  }

  /** Returns {@code x W^T + b}. */
  private Matrix linear(String name, Matrix x) {
    Matrix y = Products.timesTransposed(x, weight(name));
    Matrix bias = parameters.get(name + ".bias");
    return bias == null ? y : Products.addRow(y, bias);
  }

  /**
   * Returns W of a linear layer. If the layer is normalised, W is computed from V. The parameters
   * of the layer determine the kind of normalisation.
   */
  private Matrix weight(String name) {
    Matrix direction = parameters.get(name + ".direction");
    if (direction != null) {
      return Products.scaleRows(Rows.unitLength(direction), parameter(name + ".gain"));
    }
    Matrix weight = parameter(name + ".weight");
    Matrix u = parameters.get(name + ".u");
    if (u == null) {
      return weight;
    }
    Matrix sigma = Products.between(u.value, weight, parameter(name + ".v").value);
    Matrix normalised = Elementwise.scale(weight, Elementwise.reciprocal(sigma));
    return architecture.parametrised().by().term().equals("SR")
        ? Elementwise.scale(normalised, parameter(name + ".gamma"))
        : normalised;
  }

  private Matrix parameter(String name) {
    Matrix parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return parameter;
  }
}
