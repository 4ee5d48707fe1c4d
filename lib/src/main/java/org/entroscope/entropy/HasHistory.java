package org.entroscope.entropy;

/** Something with entropies over its training (Figure 5), and a name to show them under. */
public interface HasHistory extends HasEntropy {

  EntropyHistory history();

  /** The last map of the history. */
  @Override
  default EntropyMap entropy() {
    return history().last();
  }
}
