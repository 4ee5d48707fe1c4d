package org.entroscope.sweep;

import ai.djl.ndarray.NDArray;
import org.entroscope.architecture.AttentionNonlinearity;
import org.entroscope.architecture.ParameterValues;

/** Softmax with another term, as a cell might define it. Only this JVM knows this component. */
record RenamedSoftmax(String term) implements AttentionNonlinearity {

  @Override
  public NDArray weights(NDArray scores, ParameterValues learned) {
    return scores.softmax(-1);
  }
}
