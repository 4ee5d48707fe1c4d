package org.entroscope.model;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The values that parameters start from. Random ones depend on the seed and on a name alone: two
 * architectures with the same seed start from the same values wherever they share a parameter,
 * which makes their comparison a paired one.
 *
 * @param seed fixes all random values
 * @param std standard deviation of the weights
 */
record Start(long seed, double std) {

  /** Makes the values of a new parameter. */
  interface Values {
    float[] of(int size);
  }

  static Values constant(double value) {
    return size -> {
      float[] values = new float[size];
      Arrays.fill(values, (float) value);
      return values;
    };
  }

  /** Normal with mean 0 and the model's standard deviation. */
  Values normal(String name) {
    if (std == 0) {
      return float[]::new;
    }
    return size -> {
      SplittableRandom random = random(name);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (std * random.nextGaussian());
      }
      return values;
    };
  }

  /** A generator for the parameter of that name. */
  SplittableRandom random(String name) {
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bit
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ hash);
  }
}
