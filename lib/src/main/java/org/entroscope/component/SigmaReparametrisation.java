package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;

/**
 * Sigma-reparametrisation (Zhai et al., arXiv 2303.06296): {@code W = gamma V / sigma}. It is
 * spectral normalisation with a learned gain.
 */
public record SigmaReparametrisation() implements LinearParametrisation {

  @Override
  public String term() {
    return "SR";
  }

  @Override
  public String label() {
    return "sigma-reparametrisation";
  }

  @Override
  public List<ParameterSpec> parameters(int out, int in) {
    List<ParameterSpec> parameters = new ArrayList<>(PowerIteration.parameters(out, in));
    parameters.add(ParameterSpec.of("gamma", 1).constant(1));
    return parameters;
  }

  @Override
  public NDArray weight(ParameterValues learned) {
    return PowerIteration.normalised(learned).mul(learned.get("gamma"));
  }
}
