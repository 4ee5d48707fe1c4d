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
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.architecture.ParameterSpec;

/**
 * A block of the model that knows its path, for example {@code layer.3.ffn}. The names of its
 * parameters begin with the path.
 */
abstract class ModelBlock extends AbstractBlock {

  final String path;
  private final Initialiser initialiser;
  private final Map<Parameter, ParameterSpec> specs = new LinkedHashMap<>();

  ModelBlock(String path, Initialiser initialiser) {
    this.path = path;
    this.initialiser = initialiser;
  }

  abstract NDArray forward(NDArray x, ForwardContext context);

  final String name(String last) {
    return path.isEmpty() ? last : path + "." + last;
  }

  /** Adds a parameter of this block. */
  final Parameter parameter(ParameterSpec spec) {
    String name = name(spec.name());
    Initialiser.Place place = initialiser.at(path);
    Parameter parameter =
        addParameter(
            Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(spec.shape())
                .optRequiresGrad(spec.learned())
                .optInitializer(
                    (manager, shape, type) ->
                        created(
                            manager,
                            spec.initial().values(place, Math.toIntExact(shape.size())),
                            shape))
                .build());
    specs.put(parameter, spec);
    return parameter;
  }

  /**
   * Returns the learned parameters and the buffers by name, in the order of the forward pass, for
   * example {@code layer.0.attention.query.weight}.
   */
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> named = new LinkedHashMap<>();
    for (Pair<String, Parameter> entry : getParameters()) {
      named.put(entry.getValue().getName(), entry.getValue());
    }
    return Collections.unmodifiableMap(named);
  }

  /**
   * Returns the specification of every parameter and buffer by its full name: how it is initialised
   * and trained.
   */
  public final Map<String, ParameterSpec> parameterSpecs() {
    Map<String, ParameterSpec> all = new LinkedHashMap<>();
    specs.forEach((parameter, spec) -> all.put(parameter.getName(), spec));
    for (Block child : getChildren().values()) {
      if (child instanceof ModelBlock block) {
        all.putAll(block.parameterSpecs());
      }
    }
    return all;
  }

  /** Returns the number of learned values. */
  public final long parameterCount() {
    return namedParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .mapToLong(parameter -> parameter.getShape().size())
        .sum();
  }

  private static NDArray created(NDManager manager, float[] values, Shape shape) {
    // the copy is in the engine's own memory, which does not count towards Java's limit on direct
    // buffers
    try (NDArray buffer = manager.create(values, shape)) {
      return buffer.duplicate();
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    return new NDList(forward(x, ForwardContext.of(store, x, training, Hook.NONE)));
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
