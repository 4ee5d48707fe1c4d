package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;

/**
 * Spectral normalisation (Section 3, Table 5): {@code W = V / sigma}, where sigma is the largest
 * singular value of V, estimated by power iteration.
 */
public record SpectralNorm() implements LinearParametrisation {

  @Override
  public String term() {
    return "SN";
  }

  @Override
  public String label() {
    return "spectral norm";
  }

  @Override
  public List<ParameterSpec> parameters(int out, int in) {
    return PowerIteration.parameters(out, in);
  }

  @Override
  public NDArray weight(ParameterValues learned) {
    return PowerIteration.normalised(learned);
  }
}
