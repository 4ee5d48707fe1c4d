package org.entroscope.privacy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.Temperature;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;

/**
 * Converts a trained model to the weights of a server in a private inference. They are the model's
 * inference form ({@link Gpt#folded()}, Section 3) and the factors that could not be folded.
 * Remaining temperatures are converted to divisors t, and parameters that all layers share are
 * repeated in every layer.
 */
final class ServerWeights {

  private ServerWeights() {}

  static ModelWeights weights(Gpt gpt) {
    if (gpt.architecture().queryKeyNorm()) {
      throw ModelWeights.queryKeyNorm(gpt.architecture());
    }
    try (Gpt folded = gpt.folded()) {
      Map<String, double[]> arrays = new LinkedHashMap<>();
      Weights.of(folded).forEach((name, array) -> arrays.put(name, widened(array)));
      Architecture architecture = folded.architecture();
      Map<String, ParameterSpec> learned = ModelWeights.learned(architecture, folded.shape());
      Map<String, double[]> shared = new LinkedHashMap<>();
      learned.forEach(
          (name, spec) -> {
            if (spec.shared()) {
              shared.put(name, arrays.remove(spec.name()));
            }
          });
      for (int layer = 0; layer < folded.shape().layers(); layer++) {
        String at = "layer." + layer + ".";
        arrays.remove(at + "ffn.alpha"); // 1 since it was folded
        divisors(at + "attention.temperature", architecture.temperature(), arrays);
        shared.forEach((name, values) -> arrays.put(at + name, values));
      }
      return new ModelWeights(architecture, folded.shape(), arrays);
    }
  }

  private static void divisors(String name, Temperature temperature, Map<String, double[]> arrays) {
    if (temperature == null) {
      return;
    }
    arrays.computeIfPresent(
        name, (key, values) -> Arrays.stream(values).map(temperature::of).toArray());
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
