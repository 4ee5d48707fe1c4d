package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * How the weight matrix of a linear layer follows from what is learned (Section 3, Tables 5 and 6).
 * The matrix replaces the parametrisation when a model is folded, so that it costs nothing at
 * inference.
 */
public interface LinearParametrisation extends Component {

  /**
   * What one linear layer learns or keeps.
   *
   * @param out rows of the matrix
   * @param in columns of the matrix
   */
  List<ParameterSpec> parameters(int out, int in);

  /**
   * The matrix that multiplies, differentiable.
   *
   * @param learned the values of {@link #parameters}
   * @return (out, in)
   */
  NDArray weight(ParameterValues learned);
}
