package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A hook that applies a function to the activations with certain names. */
final class FunctionHook implements Hook {

  private final String pattern;
  private final UnaryOperator<NDArray> function;
  private Predicate<String> names;

  FunctionHook(String pattern, UnaryOperator<NDArray> function) {
    HookNames.check(pattern);
    this.pattern = pattern;
    this.function = function;
  }

  FunctionHook(Predicate<String> names, UnaryOperator<NDArray> function) {
    this.pattern = null;
    this.names = names;
    this.function = function;
  }

  @Override
  public void begin(Gpt gpt) {
    if (pattern != null) {
      Set<String> matching = new HashSet<>(HookNames.in(gpt, pattern));
      names = matching::contains;
    }
  }

  @Override
  public Access access(String name) {
    return names.test(name) ? Access.CHANGE : Access.NONE;
  }

  @Override
  public NDArray activation(String name, NDArray value) {
    return names.test(name) ? function.apply(value) : value;
  }

  @Override
  public void offer(String name, Supplier<NDArray> value) {
    if (names.test(name)) {
      NDArray seen = value.get();
      if (function.apply(seen) != seen) {
        throw new IllegalArgumentException(
            "'%s' can be read but not changed; change the attention scores instead"
                .formatted(name));
      }
    }
  }

  @Override
  public String toString() {
    return "a function of " + (pattern == null ? "chosen activations" : pattern);
  }
}
