package org.entroscope.entropy;

import java.util.LinkedHashMap;
import java.util.Map;

/** Something with head entropies and a name to show them under, such as a finished training. */
public interface HasEntropy {

  /** The name in legends and titles, for example an architecture in the paper's notation. */
  String name();

  /** The newest head entropies, L x H. */
  EntropyMap entropy();

  /**
   * The maps by name, in the order given. A name that comes again is numbered: {@code SM}, {@code
   * SM (2)}.
   */
  static Map<String, EntropyMap> maps(HasEntropy... measured) {
    Map<String, EntropyMap> maps = new LinkedHashMap<>();
    for (HasEntropy one : measured) {
      String name = one.name();
      for (int i = 2; maps.containsKey(name); i++) {
        name = one.name() + " (" + i + ")";
      }
      maps.put(name, one.entropy());
    }
    return maps;
  }
}
