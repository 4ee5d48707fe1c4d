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

/** A model whose output is the pair of logits (B, T, V) and entropies (L, B, H, T). */
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
    NDArray logits = gpt.forward(tokens, Pass.of(store, tokens, training, entropies));
    return new NDList(logits, Entropies.stacked(entropies));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    ModelShape shape = gpt.shape();
    long batch = inputShapes[0].get(0);
    long length = inputShapes[0].get(1);
    return new Shape[] {
      new Shape(batch, length, shape.vocabulary()),
      new Shape(shape.layers(), batch, shape.heads(), length)
    };
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    gpt.initialize(manager, type, inputShapes);
  }
}
