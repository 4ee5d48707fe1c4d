package org.entroscope.model;

import java.util.SplittableRandom;
import org.entroscope.architecture.ParameterSpec.RandomValues;

/**
 * Computes the initial values of parameters. Random values depend only on the seed and on a name.
 * Two architectures with the same seed start from the same values wherever they share a parameter,
 * which makes their comparison a paired one.
 *
 * @param seed the seed of all random values
 * @param std the standard deviation of the weights; 0 makes them zeros
 */
record Initialiser(long seed, double std) {

  /** Returns the random values of one place in the model. */
  Place at(String path) {
    return new Place(path);
  }

  /** A block's source of random values. */
  final class Place implements RandomValues {

    private final String path;

    private Place(String path) {
      this.path = path;
    }

    @Override
    public float[] normal(String name, int size) {
      float[] values = new float[size];
      if (std != 0) {
        SplittableRandom random = generator(name);
        for (int i = 0; i < size; i++) {
          values[i] = (float) (std * random.nextGaussian());
        }
      }
      return values;
    }

    @Override
    public SplittableRandom generator(String name) {
      String full = path.isEmpty() ? name : path + "." + name;
      long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bit
      for (int i = 0; i < full.length(); i++) {
        hash = (hash ^ full.charAt(i)) * 0x100000001b3L;
      }
      return new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ hash);
    }
  }
}
