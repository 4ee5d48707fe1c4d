package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A tap that keeps the intermediate results it was asked for, and nothing else. */
public final class Capture implements Tap {

  private final Map<String, NDArray> wanted = new LinkedHashMap<>();

  private Capture(Collection<String> names) {
    names.forEach(name -> wanted.put(name, null));
  }

  /** Keeps the results of these names, which are listed at {@link Tap}. */
  public static Capture of(String... names) {
    return new Capture(List.of(names));
  }

  /** Keeps the entropies (B, H, T) of all layers. */
  public static Capture entropies(int layers) {
    List<String> names = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      names.add("layer." + l + ".attention.entropy");
    }
    return new Capture(names);
  }

  @Override
  public NDArray at(String name, NDArray value) {
    wanted.replace(name, value);
    return value;
  }

  @Override
  public void offer(String name, Supplier<NDArray> value) {
    if (wanted.containsKey(name)) {
      wanted.put(name, value.get());
    }
  }

  /** What was kept under a name. */
  public NDArray get(String name) {
    NDArray value = wanted.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "nothing was captured under '" + name + "'; captured: " + wanted.keySet());
    }
    return value;
  }

  /** All that was kept, in the order it was asked for. */
  public List<NDArray> values() {
    return wanted.keySet().stream().map(this::get).toList();
  }
}
