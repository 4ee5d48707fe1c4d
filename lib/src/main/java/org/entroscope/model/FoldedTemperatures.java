package org.entroscope.model;

import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * Merges learned temperatures (Section 4) into the queries if each head has only one temperature.
 */
final class FoldedTemperatures {

  /** The largest relative difference between numbers that differ only by rounding. */
  private static final double ROUNDING = 1e-6;

  private final Architecture architecture;
  private final ModelShape shape;
  private final PlainWeights weights;

  FoldedTemperatures(Gpt gpt, PlainWeights weights) {
    architecture = gpt.architecture();
    shape = gpt.shape();
    this.weights = weights;
  }

  /** Returns why the temperatures cannot be merged, or null if they can. */
  String obstacle() {
    int varying = 0;
    String widest = null;
    double spread = 1 + ROUNDING;
    boolean headsDiffer = false;
    for (int l = 0; l < shape.layers(); l++) {
      for (int h = 0; h < shape.heads(); h++) {
        double smallest = factor(l, h, 1);
        double largest = smallest;
        for (int query = 2; query < shape.context(); query++) {
          smallest = Math.min(smallest, factor(l, h, query));
          largest = Math.max(largest, factor(l, h, query));
        }
        boolean varies = largest - smallest > ROUNDING * Math.abs(largest);
        varying += varies ? 1 : 0;
        if (varies && (widest == null || largest / smallest > spread)) {
          spread = largest / smallest;
          widest =
              "t from %.3g to %.3g in layer %d, head %d".formatted(1 / largest, 1 / smallest, l, h);
        }
        headsDiffer |= !same(factor(l, h, 1), factor(l, 0, 1));
      }
    }
    if (varying > 0) {
      return "in %d of %d heads they differ between positions (%s), but one query matrix serves all"
          .formatted(varying, shape.layers() * shape.heads(), widest);
    }
    if (architecture.queryKeyNorm() && headsDiffer) {
      return "heads of a layer differ, but share the LayerNorm of their queries";
    }
    return null;
  }

  private static boolean same(double a, double b) {
    return Math.abs(a - b) <= ROUNDING * Math.abs(a);
  }

  void fold() {
    int width = shape.hiddenSize();
    int k = shape.headWidth();
    for (int l = 0; l < shape.layers(); l++) {
      String attention = "layer." + l + ".attention.";
      if (architecture.queryKeyNorm()) {
        weights.scale(attention + "queryNorm.gain", factor(l, 0, 1));
        weights.scale(attention + "queryNorm.bias", factor(l, 0, 1));
        continue;
      }
      for (int h = 0; h < shape.heads(); h++) {
        double factor = factor(l, h, 1);
        weights.scale(attention + "query.weight", h * k * width, (h + 1) * k * width, factor);
        weights.scale(attention + "query.bias", h * k, (h + 1) * k, factor);
      }
    }
  }

  /** Returns 1/t, the factor on the scores. */
  private double factor(int layer, int head, int query) {
    double[] learned = weights.get("layer." + layer + ".attention.temperature"); // H T
    return 1 / architecture.temperature().of(learned[head * shape.context() + query]);
  }
}
