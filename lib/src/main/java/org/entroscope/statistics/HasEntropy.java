package org.entroscope.statistics;

import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Named;

/**
 * Something with head entropies (Eq. 5-7) and a name to show them under, such as a finished
 * training.
 */
public interface HasEntropy extends Named {

  /** The newest head entropies, L x H. */
  HeadValues entropy();

  /**
   * The maps by name, in the order given. A name that comes again is numbered: {@code SM}, {@code
   * SM (2)}.
   */
  static Map<String, HeadValues> maps(HasEntropy... measured) {
    return Named.byName(List.of(measured), HasEntropy::entropy);
  }
}
