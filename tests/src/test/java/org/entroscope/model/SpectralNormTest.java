package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.entroscope.architecture.LinearParametrisation;
import org.entroscope.component.SigmaReparametrisation;
import org.entroscope.component.SpectralNorm;
import org.entroscope.engine.Autograd;

/**
 * Tests spectral normalisation and sigma-reparametrisation against an independent spectral norm.
 */
class SpectralNormTest {

  private static final int WARM_UP = 300;

  @Property(tries = 10)
  void aNormalisedWeightHasSpectralNormOne(
      @ForAll @IntRange(min = 1, max = 9) int in,
      @ForAll @IntRange(min = 1, max = 9) int out,
      @ForAll @LongRange(min = 0) long seed) {
    Initialiser initialiser = new Initialiser(seed, 0.05);
    for (LinearParametrisation kind : List.of(new SpectralNorm(), new SigmaReparametrisation())) {
      Linear linear = new Linear("x", in, out, false, kind, initialiser);
      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
          Autograd none = Autograd.paused()) {
        linear.initialize(manager, DataType.FLOAT32, new Shape(1, in));
        overwrite(linear, seed + 1);
        assertEquals(1, spectralNorm(warmWeight(linear), out, in), 1e-3, kind::term);
      }
    }
  }

  /**
   * Replaces the matrix, as a long training does. The initial singular vectors are then useless.
   */
  private static void overwrite(Linear linear, long seed) {
    Parameter weight = linear.getDirectParameters().get("x.weight");
    int size = (int) weight.getShape().size();
    weight.getArray().set(new Initialiser(seed, 0.3).at("").normal("other", size));
  }

  private static float[] warmWeight(Linear linear) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      for (int pass = 0; pass < WARM_UP; pass++) {
        linear.weight(ForwardContext.direct(true, Hook.NONE));
      }
      return linear.weight(ForwardContext.direct(false, Hook.NONE)).toFloatArray();
    }
  }

  /**
   * Computes the largest singular value of A as the root of the growth rate of the powers of A^T A.
   */
  private static double spectralNorm(float[] a, int rows, int columns) {
    double[][] power = new double[columns][columns];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < rows; k++) {
          power[i][j] += (double) a[k * columns + i] * a[k * columns + j];
        }
      }
    }
    double logEigenvalue = 0;
    double weight = 1;
    for (int doubling = 0; doubling < 30; doubling++) { // this is (A^T A)^(2^30), scaled to trace 1
      double trace = 0;
      for (int i = 0; i < columns; i++) {
        trace += power[i][i];
      }
      logEigenvalue += weight * Math.log(trace);
      weight /= 2;
      double[][] squared = new double[columns][columns];
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          for (int k = 0; k < columns; k++) {
            squared[i][j] += power[i][k] * power[k][j] / (trace * trace);
          }
        }
      }
      power = squared;
    }
    return Math.exp(logEigenvalue / 2);
  }
}
