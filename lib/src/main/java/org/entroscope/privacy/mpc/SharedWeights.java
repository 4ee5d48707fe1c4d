package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.lib.fixed.SFixed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Biases;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.ModelWeights;

/**
 * The server's weights as shares, which are entered once at the beginning. The server folds {@code
 * 1 / sqrt(d_k)} into the query projection, so that scores need no additional product.
 */
final class SharedWeights {

  private final Architecture architecture;
  private final ModelShape shape;
  private final ModelWeights mine;
  private final Map<String, SharedMatrix> shared = new HashMap<>();

  /**
   * Enters all weights.
   *
   * @param weights the weights at the server, null at the client
   */
  SharedWeights(
      PartyExecution execution, Architecture architecture, ModelShape shape, ModelWeights weights) {
    this.architecture = architecture;
    this.shape = shape;
    this.mine = weights;
    int d = shape.hiddenSize();
    for (int layer = 0; layer < shape.layers(); layer++) {
      enterLayer(execution, layer, d);
    }
    if (architecture.finalLayerNorm()) {
      enter(execution, -1, "norm.gain", 1, d, 1);
      enter(execution, -1, "norm.bias", 1, d, 1);
    }
    enter(execution, -1, "embedding.token", shape.vocabulary(), d, 1);
  }

  private void enterLayer(PartyExecution execution, int layer, int d) {
    String at = "layer." + layer + ".";
    boolean all = architecture.biases() == Biases.ALL;
    for (String name : List.of("query", "key", "value", "output")) {
      double factor = name.equals("query") ? 1 / Math.sqrt(shape.headWidth()) : 1;
      boolean scores = name.equals("query") || name.equals("key");
      enter(execution, layer, at + "attention." + name + ".weight", d, d, factor);
      if (all || (scores && architecture.biases() == Biases.QK)) {
        enter(execution, layer, at + "attention." + name + ".bias", 1, d, factor);
      }
    }
    if (architecture.temperature() != null) {
      enterInverse(execution, layer, at + "attention.temperature");
    }
    if (architecture.layerNorm()) {
      for (String name : List.of("norm1.gain", "norm1.bias", "norm2.gain", "norm2.bias")) {
        enter(execution, layer, at + name, 1, d, 1);
      }
    }
    if (architecture.fused()) {
      enter(execution, layer, at + "ffn.fused.weight", d, d, 1);
      if (all) {
        enter(execution, layer, at + "ffn.fused.bias", 1, d, 1);
      }
    } else {
      enter(execution, layer, at + "ffn.in.weight", 4 * d, d, 1);
      enter(execution, layer, at + "ffn.out.weight", d, 4 * d, 1);
      if (all) {
        enter(execution, layer, at + "ffn.in.bias", 1, 4 * d, 1);
        enter(execution, layer, at + "ffn.out.bias", 1, d, 1);
      }
    }
    ModelWeights.learned(architecture, shape)
        .forEach(
            (name, spec) -> enter(execution, layer, at + name, 1, (int) spec.shape().size(), 1));
    if (architecture.scaled()) {
      enter(execution, layer, at + "ffn.beta", 1, 1, 1);
    }
  }

  private void enter(
      PartyExecution execution, int layer, String name, int height, int width, double factor) {
    double[][] values = null;
    if (mine != null) {
      double[] array = mine.array(name);
      // a scale that was folded into the matrices is 1
      array = array == null && name.endsWith("beta") ? new double[] {1} : array;
      values = new double[height][width];
      for (int i = 0; i < height * width; i++) {
        values[i / width][i % width] = array[i] * factor;
      }
    }
    share(execution, layer, name, values, height, width);
  }

  private void enterInverse(PartyExecution execution, int layer, String name) {
    double[][] values = null;
    if (mine != null) {
      double[] t = mine.array(name);
      values = new double[shape.heads()][shape.context()];
      for (int i = 0; i < t.length; i++) {
        values[i / shape.context()][i % shape.context()] = 1 / t[i];
      }
    }
    share(execution, layer, name, values, shape.heads(), shape.context());
  }

  private void share(
      PartyExecution execution, int layer, String name, double[][] values, int height, int width) {
    shared.put(
        name,
        execution.step(
            layer, "sharing weights", SharedMatrix.input(values, height, width, Role.SERVER)));
  }

  SharedMatrix matrix(String name) {
    return shared.get(name);
  }

  /** Returns a vector, or null if the model has none of that name. */
  List<DRes<SFixed>> vector(String name) {
    SharedMatrix matrix = shared.get(name);
    return matrix == null ? null : matrix.row(0);
  }
}
