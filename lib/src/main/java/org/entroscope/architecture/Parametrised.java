package org.entroscope.architecture;

import java.util.Objects;

/**
 * Linear layers whose weights are not learned as they are (Table 5).
 *
 * @param by how their weights follow from what is learned
 * @param layers which linear layers of every block
 */
public record Parametrised(LinearParametrisation by, LinearLayers layers) {

  /** Both are needed. */
  public Parametrised {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(layers, "layers");
  }

  /** The notation, {@code WN(QK+FFN)} for example. */
  @Override
  public String toString() {
    String arguments = by.arguments();
    return by.term() + "(" + layers + (arguments.isEmpty() ? "" : ", " + arguments) + ")";
  }
}
