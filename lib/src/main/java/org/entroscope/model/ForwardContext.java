package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.Supplier;
import org.entroscope.engine.MatMul;

/**
 * One forward pass: the parameters' arrays, whether it trains, who looks on, what is remembered.
 */
final class ForwardContext {

  /** Stands for minus infinity, which would make entropies NaN. */
  private static final float MASKED = -1e9f;

  private final Source values;
  private final boolean training;
  private final Hook hook;
  private final KeyValueCache cache;
  private NDArray mask;
  private Rotation rotation;
  private MatMul matMul = MatMul.FLOAT32;

  private ForwardContext(Source values, boolean training, Hook hook, KeyValueCache cache) {
    this.values = values;
    this.training = training;
    this.hook = hook;
    this.cache = cache;
  }

  /** Maps a parameter to its array. */
  interface Source {
    NDArray of(Parameter parameter);
  }

  /** A pass over the model's own parameters. */
  static ForwardContext direct(boolean training, Hook hook) {
    return new ForwardContext(Parameter::getArray, training, hook, null);
  }

  /** A pass that continues a sequence whose keys and values are remembered. */
  static ForwardContext continuing(KeyValueCache cache, Hook hook) {
    return new ForwardContext(Parameter::getArray, false, hook, cache);
  }

  /** A pass over the mirrors that a DJL trainer keeps. */
  static ForwardContext of(ParameterStore store, NDArray input, boolean training, Hook hook) {
    return new ForwardContext(
        parameter -> store.getValue(parameter, input.getDevice(), training), training, hook, null);
  }

  /** Chooses how products with weights are computed. */
  void use(MatMul matMul) {
    this.matMul = matMul;
  }

  MatMul matMul() {
    return matMul;
  }

  NDArray value(Parameter parameter) {
    return values.of(parameter);
  }

  boolean training() {
    return training;
  }

  Hook hook() {
    return hook;
  }

  /** What the hook will do with an activation. */
  Hook.Access access(String name) {
    return hook.access(name);
  }

  /** Shows an activation to the hook; what it returns goes on. */
  NDArray activation(String name, NDArray value) {
    return hook.activation(name, value);
  }

  /** Offers an activation that the model does not need; it is computed once, if at all. */
  void offer(String name, Supplier<NDArray> value) {
    hook.offer(
        name,
        new Supplier<>() {
          private NDArray computed;

          @Override
          public NDArray get() {
            computed = computed == null ? value.get() : computed;
            return computed;
          }
        });
  }

  /** Keys or values of the whole sequence so far, given those of the new tokens. */
  NDArray remembered(String name, NDArray added) { // B H T k
    return cache == null ? added : cache.extend(name, added);
  }

  /** The position in the sequence of this pass's first token. */
  int offset() {
    return cache == null ? 0 : cache.length();
  }

  /** Cosines and sines of a sequence's positions. */
  record Rotation(NDArray cosine, NDArray sine) {}

  /** Makes the rotation of the positions from the first, up to the second. */
  interface Rotations {
    Rotation of(NDManager manager, int from, int to);
  }

  /** The rotation of this pass's positions, the same in all layers. */
  Rotation rotation(Rotations rotations, NDArray x) { // B H T k
    if (rotation == null) {
      int from = offset();
      rotation = rotations.of(x.getManager(), from, from + (int) x.getShape().get(2));
    }
    return rotation;
  }

  /** What is added to the scores of queries and keys: 0 for visible keys, else {@link #MASKED}. */
  NDArray mask(long queries, NDArray like) {
    if (mask == null) {
      int first = offset();
      int keys = first + (int) queries;
      NDArray key = like.getManager().arange(0, keys, 1, DataType.FLOAT32); // keys
      NDArray query = like.getManager().arange(first, keys, 1, DataType.FLOAT32).expandDims(1);
      mask = key.gt(query).toType(like.getDataType(), false).mul(MASKED); // queries keys
    }
    return mask;
  }
}
