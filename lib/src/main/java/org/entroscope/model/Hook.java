package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Looks into a forward pass (Eq. 1-7). The model names its activations as it computes them; a hook
 * may keep them or return others to take their place:
 *
 * <pre>{@code
 * Hook.at("layer.3.attention.probabilities", p -> p.mul(0))
 * }</pre>
 *
 * <p>The names, with l the number of a layer: {@code residual.embedding}, {@code
 * layer.l.attention.query}, {@code .key}, {@code .value} (each B H T k), {@code
 * layer.l.attention.scores} and {@code .probabilities} (B H T T), {@code .entropy} (B H T), {@code
 * .heads} (B H T k), {@code .output} (B T d), {@code layer.l.ffn.hidden} (B T 4d), {@code
 * layer.l.ffn.output} (B T d), {@code residual.l.attention} and {@code residual.l.ffn} (B T d), and
 * {@code logits} (B T V). The entropy is that of the scores, also where a hook changes the
 * probabilities; it can be read and not changed.
 */
public interface Hook {

  /** What a hook does with an activation. */
  enum Access {
    /** Nothing. */
    NONE,
    /** Looks at it. */
    READ,
    /** May return another in its place. */
    CHANGE
  }

  /** Looks at nothing. */
  Hook NONE =
      new Hook() {
        @Override
        public Access access(String name) {
          return Access.NONE;
        }

        @Override
        public String toString() {
          return "nothing";
        }
      };

  /**
   * A forward pass of a model begins.
   *
   * @throws IllegalArgumentException if the model has no activation that the hook asks for
   */
  default void begin(Gpt gpt) {}

  /**
   * What this hook will do with an activation of the pass that has begun; {@link Access#CHANGE} by
   * default. A softmax model makes no matrix of attention scores unless a hook wants it. For one
   * that reads, scores and probabilities are computed besides, so that looking changes no bit of
   * what the model computes; for one that may change them, the layer is computed from them.
   */
  default Access access(String name) {
    return Access.CHANGE;
  }

  /** An activation passes; the returned array takes its place. */
  default NDArray activation(String name, NDArray value) {
    return value;
  }

  /** An activation that the model itself does not need; it is computed only if asked for. */
  default void offer(String name, Supplier<NDArray> value) {}

  /**
   * A hook on the activations of a name.
   *
   * @param pattern a name; a star stands for all layers
   * @param function sees an activation and returns it or its replacement
   * @throws IllegalArgumentException if no model has such a name; the message says which there are
   */
  static Hook at(String pattern, UnaryOperator<NDArray> function) {
    return new FunctionHook(pattern, function);
  }

  /**
   * A hook on the activations whose names satisfy a condition.
   *
   * @param function sees an activation and returns it or its replacement
   */
  static Hook when(Predicate<String> names, UnaryOperator<NDArray> function) {
    return new FunctionHook(names, function);
  }

  /** Both hooks, this one first. */
  default Hook and(Hook other) {
    Hook first = this;
    return new Hook() {
      @Override
      public void begin(Gpt gpt) {
        first.begin(gpt);
        other.begin(gpt);
      }

      @Override
      public Access access(String name) {
        Access one = first.access(name);
        Access two = other.access(name);
        return one.compareTo(two) > 0 ? one : two;
      }

      @Override
      public NDArray activation(String name, NDArray value) {
        return other.activation(name, first.activation(name, value));
      }

      @Override
      public void offer(String name, Supplier<NDArray> value) {
        first.offer(name, value);
        other.offer(name, value);
      }

      @Override
      public String toString() {
        return first + ", then " + other;
      }
    };
  }
}
