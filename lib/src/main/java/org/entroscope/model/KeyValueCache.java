package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.HashMap;
import java.util.Map;

/** Caches the keys and values of the tokens of a sequence, by the name of their activation. */
final class KeyValueCache implements AutoCloseable {

  private final NDManager manager;
  private final Map<String, NDArray> arrays = new HashMap<>();
  private int length;

  KeyValueCache(NDManager parent) {
    manager = parent.newSubManager();
  }

  /** Appends an array along the axis of positions and returns all positions so far. */
  NDArray extend(String name, NDArray added) { // B H T k
    NDArray before = arrays.get(name);
    NDArray all = before == null ? added.duplicate() : before.concat(added, 2);
    NDScope.unregister(all); // outlives the pass
    all.detach();
    all.attach(manager);
    arrays.put(name, all);
    if (before != null) {
      before.close();
    }
    return all;
  }

  int length() {
    return length;
  }

  /** Counts the tokens of a finished pass. */
  void advance(int tokens) {
    length += tokens;
  }

  @Override
  public void close() {
    manager.close();
  }
}
