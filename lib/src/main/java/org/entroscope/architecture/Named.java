package org.entroscope.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Something to be told apart by a name in legends and tables, such as a finished training. */
public interface Named {

  /** The name, for example an architecture in the paper's notation. */
  String name();

  /**
   * A property of several things by their names, in the order given. A name that comes again is
   * numbered: {@code SM}, {@code SM (2)}.
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
