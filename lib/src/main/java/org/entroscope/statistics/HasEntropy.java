package org.entroscope.statistics;

import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Named;

/**
 * An object with head entropies (Eq. 5-7) and a name for figures and tables, such as a finished
 * training run.
 */
public interface HasEntropy extends Named {

  /** Returns the newest head entropies, L x H. */
  HeadValues entropy();

  /**
   * Returns the entropies by name, in the given order. Repeated names are numbered: {@code SM},
   * {@code SM (2)}.
   */
  static Map<String, HeadValues> maps(HasEntropy... measured) {
    return Named.byName(List.of(measured), HasEntropy::entropy);
  }
}
