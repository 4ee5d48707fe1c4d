package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.entroscope.architecture.Normalisation;

/** {@code y = x W^T + b} with W of shape (out, in); what W is made of is its subclasses' matter. */
abstract class Linear extends Part {

  final int in;
  final int out;
  private final Parameter bias;

  Linear(String path, int in, int out, boolean biased, Start start) {
    super(path, start);
    this.in = in;
    this.out = out;
    bias = biased ? parameter("bias", Start.constant(0), out) : null;
  }

  /** A linear layer whose weight is plain, or normalised where a kind is given. */
  static Linear of(
      String path, int in, int out, boolean biased, Normalisation.Kind normalised, Start start) {
    if (normalised == null) {
      return new PlainLinear(path, in, out, biased, start);
    }
    return switch (normalised) {
      case WEIGHT -> new WeightNormLinear(path, in, out, biased, start);
      case SPECTRAL -> new SpectralNormLinear(path, in, out, biased, false, start);
      case SIGMA -> new SpectralNormLinear(path, in, out, biased, true, start);
    };
  }

  /** The matrix that multiplies, (out, in). */
  abstract NDArray weight(Pass pass);

  @Override
  NDArray forward(NDArray x, Pass pass) {
    NDArray b = bias == null ? null : pass.value(bias);
    return pass.products().linear(x, weight(pass), b);
  }

  /** The bias (out), or null. */
  final Parameter bias() {
    return bias;
  }
}
