package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.ModelShape;

/**
 * A model whose outputs are all inputs of the loss of Algorithm 1: logits (B, T, V), entropies (L,
 * B, H, T) and, if the architecture is regularised, the parameters of its regularisers.
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
    Capture entropies = Capture.entropies();
    ForwardContext context = ForwardContext.of(store, tokens, training, entropies);
    NDList outputs =
        new NDList(gpt.forward(tokens, context), NDArrays.stack(new NDList(entropies.values())));
    // a trainer updates only parameters that a forward pass requested from its store
    gpt.penalties().parameters().forEach(parameter -> outputs.add(context.value(parameter)));
    return outputs;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    ModelShape shape = gpt.shape();
    long batch = inputShapes[0].get(0);
    long length = inputShapes[0].get(1);
    Shape logits = new Shape(batch, length, shape.vocabulary());
    Shape entropies = new Shape(shape.layers(), batch, shape.heads(), length);
    List<Shape> shapes = new ArrayList<>(List.of(logits, entropies));
    gpt.penalties().parameters().forEach(parameter -> shapes.add(parameter.getShape()));
    return shapes.toArray(Shape[]::new);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    gpt.initialize(manager, type, inputShapes);
  }
}
