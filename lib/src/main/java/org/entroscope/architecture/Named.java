package org.entroscope.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An object that legends and tables identify by a name, such as a finished training run. */
public interface Named {

  /** Returns the name, for example an architecture in the paper's notation. */
  String name();

  /**
   * Returns a property of several objects as a map from their names, in the given order. Repeated
   * names are numbered: {@code SM}, {@code SM (2)}.
   */
  static <N extends Named, P> Map<String, P> byName(List<N> things, Function<N, P> property) {
    Map<String, P> properties = new LinkedHashMap<>();
    for (N thing : things) {
      String name = thing.name();
      for (int i = 2; properties.containsKey(name); i++) {
        name = thing.name() + " (" + i + ")";
      }
      properties.put(name, property.apply(thing));
    }
    return properties;
  }
}
