package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;

/**
 * What looks into a forward pass (Eq. 1-7). The model names its intermediate results as it makes
 * them; a tap may keep them or put others in their place.
 *
 * <p>The names, with l the number of a layer: {@code residual.embedding}, {@code
 * layer.l.attention.query}, {@code .key}, {@code .value} (each B H T k), {@code
 * layer.l.attention.scores} and {@code .probabilities} (B H T T), {@code .entropy} (B H T), {@code
 * .heads} (B H T k), {@code .output} (B T d), {@code layer.l.ffn.hidden} (B T 4d), {@code
 * layer.l.ffn.output} (B T d), {@code residual.l.attention} and {@code residual.l.ffn} (B T d), and
 * {@code logits} (B T V). Entropy is that of the softmax of the scores, also where a tap changes
 * the probabilities.
 */
public interface Tap {

  /** Looks at nothing. */
  Tap NONE =
      new Tap() {
        @Override
        public String toString() {
          return "nothing";
        }
      };

  /**
   * A forward pass of a model begins.
   *
   * @throws IllegalArgumentException if the tap wants what this model has not
   */
  default void begin(Gpt gpt) {}

  /** An intermediate result passes; what is returned takes its place. */
  default NDArray at(String name, NDArray value) {
    return value;
  }

  /** A result that the model itself does not need can be had; computed only if asked for. */
  default void offer(String name, Supplier<NDArray> value) {}

  /** Both taps, this one first. */
  default Tap and(Tap other) {
    Tap first = this;
    return new Tap() {
      @Override
      public void begin(Gpt gpt) {
        first.begin(gpt);
        other.begin(gpt);
      }

      @Override
      public NDArray at(String name, NDArray value) {
        return other.at(name, first.at(name, value));
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
