package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.entroscope.engine.Autograd;

/**
 * Spectral normalisation (Section 3, Table 5): {@code W = V / sigma}, with sigma the largest
 * singular value of V, estimated by power iteration. Sigma-reparametrisation is the same with a
 * learned gain: {@code W = gamma V / sigma}.
 *
 * <p>The singular vectors u and v are state of the model: they are found once at the start, and
 * every training pass improves them by one iteration. The gradient takes them as constants.
 */
final class SpectralNormLinear extends Linear {

  private static final float TINY = 1e-12f;

  private final Parameter weight;
  private final Parameter u;
  private final Parameter v;
  private final Parameter gamma;

  SpectralNormLinear(String path, int in, int out, boolean biased, boolean learnGain, Start start) {
    super(path, in, out, biased, start);
    Start.Values matrix = start.normal(name("weight"));
    weight = parameter("weight", matrix, out, in);
    PowerIteration first =
        new PowerIteration(() -> matrix.of(in * out), out, in, start.random(name("u")));
    u = buffer("u", size -> first.left(), out);
    v = buffer("v", size -> first.right(), in);
    gamma = learnGain ? parameter("gamma", Start.constant(1), 1) : null;
  }

  @Override
  NDArray weight(Pass pass) {
    NDArray w = pass.value(weight); // out in
    NDArray left = pass.value(u); // out
    NDArray right = pass.value(v); // in
    if (pass.training()) {
      iterate(w, left, right);
    }
    NDArray sigma = left.mul(w.matMul(right.expandDims(1)).squeeze(1)).sum();
    NDArray normalised = w.div(sigma);
    return gamma == null ? normalised : normalised.mul(pass.value(gamma));
  }

  /** One step of power iteration, in place. */
  private static void iterate(NDArray w, NDArray left, NDArray right) {
    try (Autograd none = Autograd.paused()) {
      normalise(w.transpose().matMul(left.expandDims(1)).squeeze(1)).copyTo(right);
      normalise(w.matMul(right.expandDims(1)).squeeze(1)).copyTo(left);
    }
  }

  private static NDArray normalise(NDArray vector) {
    return vector.div(vector.norm().add(TINY));
  }
}
