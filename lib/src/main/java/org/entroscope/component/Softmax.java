package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.entroscope.architecture.Arithmetic;
import org.entroscope.architecture.AttentionNonlinearity;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.statistics.AttentionEntropy;

/**
 * Softmax, {@code a_ij = exp(s_ij) / sum_j exp(s_ij)}, which gives each query a distribution over
 * the visible keys.
 */
public record Softmax() implements AttentionNonlinearity {

  @Override
  public String term() {
    return "SM";
  }

  @Override
  public String label() {
    return "softmax";
  }

  @Override
  public NDArray weights(NDArray scores, ParameterValues learned) {
    return scores.softmax(-1);
  }

  @Override
  public NDArray entropy(NDArray scores, NDArray weights) {
    return AttentionEntropy.ofScores(scores, weights);
  }

  @Override
  public boolean isSoftmax() {
    return true;
  }

  @Override
  public <T> List<T> formula(List<T> scores, Arithmetic<T> arithmetic) {
    return arithmetic.softmax(scores);
  }
}
