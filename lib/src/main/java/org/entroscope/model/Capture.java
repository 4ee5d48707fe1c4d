package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tap that keeps the intermediate results of Eq. 1-7 that it was asked for, and nothing else: of
 * the newest pass, where it sees several.
 */
public final class Capture implements Tap {

  private final List<String> asked;
  private final Map<String, NDArray> kept = new LinkedHashMap<>();

  private Capture(List<String> asked) {
    this.asked = asked;
  }

  /**
   * Keeps the results of these names, which are listed at {@link Tap}. A star stands for all
   * layers: {@code layer.*.attention.probabilities}.
   *
   * @throws IllegalArgumentException if no model has such a name; the message says which there are.
   *     Whether the layer exists is checked when the forward pass begins.
   */
  public static Capture of(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("nothing to capture: give at least one name");
    }
    List<String> asked = List.of(names);
    asked.forEach(Names::check);
    return new Capture(asked);
  }

  /** Keeps the entropies (B, H, T) of all layers (Eq. 5-7). */
  public static Capture entropies(int layers) {
    List<String> names = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      names.add("layer." + l + ".attention.entropy");
    }
    return new Capture(names);
  }

  @Override
  public void begin(Gpt gpt) {
    kept.clear();
    asked.forEach(name -> Names.in(gpt, name).forEach(each -> kept.put(each, null)));
  }

  @Override
  public NDArray at(String name, NDArray value) {
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
   * What was kept under a name.
   *
   * @throws IllegalArgumentException if it was not asked for, or no pass was made
   */
  public NDArray get(String name) {
    NDArray value = kept.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "nothing was captured under '%s'; captured: %s".formatted(name, kept.keySet()));
    }
    return value;
  }

  /** All that was kept, in the order it was asked for. */
  public List<NDArray> values() {
    return kept.keySet().stream().map(this::get).toList();
  }

  /** All that was kept, by name, in the order it was asked for. */
  public Map<String, NDArray> byName() {
    return Collections.unmodifiableMap(kept);
  }
}
