package org.entroscope.model;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.reference.Reference;

/** Small models in which no parameter is trivial, and token sequences for them. */
final class Randomised {

  static final ModelShape SHAPE = new ModelShape(3, 2, 8, 7, 11);

  private Randomised() {}

  static Gpt gpt(String architecture, long seed) {
    return gpt(Architecture.of(architecture), SHAPE, seed);
  }

  static Gpt gpt(Architecture architecture, ModelShape shape, long seed) {
    Gpt gpt = Gpt.create(architecture, shape, seed, Device.cpu());
    Map<String, float[]> values = new LinkedHashMap<>();
    Reference.randomParameters(architecture, shape, seed)
        .forEach((name, value) -> values.put(name, floats(value)));
    Weights.assign(gpt, values);
    return gpt;
  }

  static int[] tokens(ModelShape shape, int length, long seed) {
    return new SplittableRandom(seed).ints(length, 0, shape.vocabulary()).toArray();
  }

  /** Returns the largest difference, relative to the largest element. */
  static double error(float[] expected, float[] actual) {
    double largest = 0;
    double error = expected.length == actual.length ? 0 : Double.NaN;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double difference = Math.abs((double) expected[i] - actual[i]);
      error = difference > error ? difference : Double.isNaN(difference) ? difference : error;
    }
    return error / largest;
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
