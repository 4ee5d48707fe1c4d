package org.entroscope.architecture;

import java.util.Objects;

/**
 * A set of linear layers and the parametrisation of their weights (Table 5).
 *
 * @param by the parametrisation that computes the weights from learned parameters
 * @param layers the linear layers of every block that are parametrised
 */
public record Parametrised(LinearParametrisation by, LinearLayers layers) {

  /** Checks that both are given. */
  public Parametrised {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(layers, "layers");
  }

  /** Returns the notation, for example {@code WN(QK+FFN)}. */
  @Override
  public String toString() {
    String arguments = by.arguments();
    return by.term() + "(" + layers + (arguments.isEmpty() ? "" : ", " + arguments) + ")";
  }
}
