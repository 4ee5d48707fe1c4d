package org.entroscope.privacy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Temperature;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;

/**
 * The weights that a server takes into a private inference, from a trained model: its inference
 * form ({@link Gpt#folded()}, Section 3), with what could not be folded there as plain numbers.
 * Temperatures that stay are divisors t whatever their parametrisation, and a slope of the whole
 * model is one of every layer.
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
      double[] slope = arrays.remove("slope");
      for (int layer = 0; layer < folded.shape().layers(); layer++) {
        String at = "layer." + layer + ".";
        arrays.remove(at + "ffn.alpha"); // 1 since it was folded
        divisors(at + "attention.temperature", architecture.temperature(), arrays);
        if (architecture.activation().kind() == Activation.Kind.LEAKY_PER_MODEL) {
          arrays.put(at + "ffn.slope", slope);
        }
      }
      return new ModelWeights(architecture, folded.shape(), arrays);
    }
  }

  private static void divisors(String name, Temperature temperature, Map<String, double[]> arrays) {
    if (temperature == null) {
      return;
    }
    DoubleUnaryOperator divisor =
        switch (temperature.form()) {
          case DIVISOR -> Math::exp;
          case INVERSE -> w -> 1 / w;
          case OFFSET -> w -> Math.max(1 + w, Temperature.OFFSET_FLOOR);
        };
    arrays.computeIfPresent(name, (key, values) -> Arrays.stream(values).map(divisor).toArray());
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
