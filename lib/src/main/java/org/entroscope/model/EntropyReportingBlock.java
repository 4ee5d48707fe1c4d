package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.entroscope.architecture.ModelShape;

/**
 * A model whose output is logits (B, T, V), entropies (L, B, H, T) and, where the architecture is
 * regularised, the thresholds (L, H): all that the loss of Algorithm 1 is made of.
 */
final class EntropyReportingBlock extends AbstractBlock {

  private final Gpt gpt;

  EntropyReportingBlock(Gpt gpt) {
    this.gpt = addChildBlock("gpt", gpt);
    beforeInitialize(new Shape(1, gpt.shape().context()));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray tokens = inputs.singletonOrThrow();
    Capture entropies = Capture.entropies(gpt.shape().layers());
    Pass pass = Pass.of(store, tokens, training, entropies);
    NDList outputs = new NDList(gpt.forward(tokens, pass), Entropies.stacked(entropies));
    if (gpt.architecture().regularised()) {
      // a trainer updates the parameters that a forward pass asked its store for
      outputs.add(pass.value(gpt.threshold()));
    }
    return outputs;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    ModelShape shape = gpt.shape();
    long batch = inputShapes[0].get(0);
    long length = inputShapes[0].get(1);
    Shape logits = new Shape(batch, length, shape.vocabulary());
    Shape entropies = new Shape(shape.layers(), batch, shape.heads(), length);
    Shape thresholds = new Shape(shape.layers(), shape.heads());
    return gpt.architecture().regularised()
        ? new Shape[] {logits, entropies, thresholds}
        : new Shape[] {logits, entropies};
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    gpt.initialize(manager, type, inputShapes);
  }
}
