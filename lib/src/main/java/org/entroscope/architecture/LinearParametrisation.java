package org.entroscope.architecture;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Computes the weight matrix of a linear layer from learned parameters (Section 3, Tables 5 and 6).
 * When a model is folded, the matrix replaces the parametrisation, which then costs nothing at
 * inference.
 */
public interface LinearParametrisation extends Component {

  /**
   * Returns the learned parameters and the buffers of one linear layer.
   *
   * @param out the number of rows of the matrix
   * @param in the number of columns of the matrix
   */
  List<ParameterSpec> parameters(int out, int in);

  /**
   * Returns the weight matrix, differentiable.
   *
   * @param learned the values of {@link #parameters}
   * @return the weight matrix, (out, in)
   */
  NDArray weight(ParameterValues learned);
}
