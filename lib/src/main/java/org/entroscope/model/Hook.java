package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Observes or changes a forward pass (Eq. 1-7). The model passes each activation to the hook under
 * a name as soon as it is computed. A hook may keep an activation or return a replacement:
 *
 * <pre>{@code
 * Hook.at("layer.3.attention.probabilities", p -> p.mul(0))
 * }</pre>
 *
 * <p>The names are, for a layer l: {@code residual.embedding}, {@code layer.l.attention.query},
 * {@code .key}, {@code .value} (each B H T k), {@code layer.l.attention.scores} and {@code
 * .probabilities} (B H T T), {@code .entropy} (B H T), {@code .heads} (B H T k), {@code .output} (B
 * T d), {@code layer.l.ffn.hidden} (B T 4d), {@code layer.l.ffn.output} (B T d), {@code
 * residual.l.attention} and {@code residual.l.ffn} (B T d), and {@code logits} (B T V). The entropy
 * is computed from the scores, even if a hook changes the probabilities. It can be read but not
 * changed.
 */
public interface Hook {

  /** The action of a hook on an activation. */
  enum Access {
    /** The hook does not use it. */
    NONE,
    /** The hook reads it. */
    READ,
    /** The hook may return a replacement. */
    CHANGE
  }

  /** The hook that does nothing. */
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
   * Called when a forward pass of a model begins.
   *
   * @throws IllegalArgumentException if the model does not have an activation that the hook
   *     requires
   */
  default void begin(Gpt gpt) {}

  /**
   * Returns what this hook will do with an activation of the current pass; {@link Access#CHANGE} by
   * default. A softmax model does not compute the matrix of attention scores unless a hook needs
   * it. For a hook that reads scores or probabilities, they are computed in addition, so that
   * reading does not change a single bit of the results. For a hook that may change them, the layer
   * is computed from them.
   */
  default Access access(String name) {
    return Access.CHANGE;
  }

  /** Called with an activation; the returned array replaces it. */
  default NDArray activation(String name, NDArray value) {
    return value;
  }

  /**
   * Called with an activation that the model itself does not need. It is computed only if the hook
   * gets it.
   */
  default void offer(String name, Supplier<NDArray> value) {}

  /**
   * Returns a hook on the activations with a name.
   *
   * @param pattern a name; a star stands for all layers
   * @param function a function that receives an activation and returns it or a replacement
   * @throws IllegalArgumentException if no model has such a name; the message lists the names
   */
  static Hook at(String pattern, UnaryOperator<NDArray> function) {
    return new FunctionHook(pattern, function);
  }

  /**
   * Returns a hook on the activations whose names satisfy a condition.
   *
   * @param function a function that receives an activation and returns it or a replacement
   */
  static Hook when(Predicate<String> names, UnaryOperator<NDArray> function) {
    return new FunctionHook(names, function);
  }

  /** Returns a hook that applies this hook first and then the other one. */
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
