package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entroscope.architecture.Activations;

/**
 * A hook that keeps the requested activations of Eq. 1-7. If it sees several passes, it keeps the
 * activations of the newest one.
 */
public final class Capture implements Hook, Activations {

  private static final String ENTROPIES = "layer.*.attention.entropy";

  private final List<String> asked;
  private final Map<String, NDArray> kept = new LinkedHashMap<>();
  private final Map<String, List<String>> matching = new LinkedHashMap<>();

  private Capture(List<String> asked) {
    this.asked = asked;
  }

  /**
   * Creates a hook that keeps the activations with the given names, which are listed at {@link
   * Hook}. A star stands for all layers: {@code layer.*.attention.probabilities}.
   *
   * @throws IllegalArgumentException if no model has such a name; the message lists the names.
   *     Whether the layer exists is checked when the forward pass begins.
   */
  public static Capture of(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("nothing to capture: give at least one name");
    }
    List<String> asked = List.of(names);
    asked.forEach(HookNames::check);
    return new Capture(asked);
  }

  /** Creates a hook that keeps the activations with these patterns; there may be none. */
  static Capture of(Collection<String> patterns) {
    patterns.forEach(HookNames::check);
    return new Capture(List.copyOf(patterns));
  }

  /** Creates a hook that keeps the entropies (B, H, T) of all layers (Eq. 5-7). */
  public static Capture entropies() {
    return of(ENTROPIES);
  }

  @Override
  public void begin(Gpt gpt) {
    kept.clear();
    matching.clear();
    for (String pattern : asked) {
      List<String> names = HookNames.in(gpt, pattern);
      matching.put(pattern, names);
      names.forEach(each -> kept.put(each, null));
    }
  }

  @Override
  public Access access(String name) {
    return kept.containsKey(name) ? Access.READ : Access.NONE;
  }

  @Override
  public NDArray activation(String name, NDArray value) {
    kept.replace(name, value);
    return value;
  }

  @Override
  public void offer(String name, Supplier<NDArray> value) {
    if (kept.containsKey(name)) {
      kept.put(name, value.get());
    }
  }

  /**
   * Returns the activation that was kept under a name.
   *
   * @throws IllegalArgumentException if it was not requested, or no pass was made
   */
  @Override
  public NDArray get(String name) {
    NDArray value = kept.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "nothing was captured under '%s'; captured: %s".formatted(name, kept.keySet()));
    }
    return value;
  }

  @Override
  public List<NDArray> matching(String pattern) {
    List<String> names = matching.get(pattern);
    if (names == null) {
      throw new IllegalArgumentException(
          "nothing was captured under '%s'; captured: %s".formatted(pattern, matching.keySet()));
    }
    return names.stream().map(this::get).toList();
  }

  /** Returns all kept activations in the order of the request. */
  public List<NDArray> values() {
    return kept.keySet().stream().map(this::get).toList();
  }

  /** Returns all kept activations by name in the order of the request. */
  public Map<String, NDArray> byName() {
    return Collections.unmodifiableMap(kept);
  }
}
