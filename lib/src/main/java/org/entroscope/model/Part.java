package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A piece of the model with a place in it; {@code layer.3.ffn}, say, begins its parameters' names.
 */
abstract class Part extends AbstractBlock {

  final String path;
  private final Start start;

  Part(String path, Start start) {
    this.path = path;
    this.start = start;
  }

  /** Where parameters of this model start from. */
  final Start start() {
    return start;
  }

  abstract NDArray forward(NDArray x, Pass pass);

  final String name(String last) {
    return path.isEmpty() ? last : path + "." + last;
  }

  final Parameter parameter(String last, Start.Values values, long... shape) {
    return add(last, values, true, shape);
  }

  /** State that is kept with the model but not learned. */
  final Parameter buffer(String last, Start.Values values, long... shape) {
    return add(last, values, false, shape);
  }

  private Parameter add(String last, Start.Values values, boolean learned, long... shape) {
    String name = name(last);
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.OTHER)
            .optShape(new Shape(shape))
            .optRequiresGrad(learned)
            .optInitializer((manager, dimensions, type) -> created(manager, values, dimensions))
            .build());
  }

  private static NDArray created(NDManager manager, Start.Values values, Shape shape) {
    // the copy is the engine's own memory, which Java's limit on direct buffers does not count
    try (NDArray buffer = manager.create(values.of(Math.toIntExact(shape.size())), shape)) {
      return buffer.duplicate();
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    return new NDList(forward(x, Pass.of(store, x, training, Tap.NONE)));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    for (Block child : getChildren().values()) {
      child.initialize(manager, type, inputShapes);
    }
  }
}
