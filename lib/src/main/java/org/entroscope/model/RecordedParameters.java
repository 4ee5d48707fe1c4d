package org.entroscope.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;

/**
 * The learned parameters of a model that its components request to be recorded ({@link
 * ParameterSpec#recorded}), such as the thresholds of the entropy regulariser (Figure 6), as values
 * of the heads.
 */
public final class RecordedParameters {

  private RecordedParameters() {}

  /** Returns the names under which values are recorded; empty for most models. */
  public static Set<String> names(Gpt gpt) {
    Set<String> names = new LinkedHashSet<>();
    for (ParameterSpec spec : gpt.parameterSpecs().values()) {
      if (isRecorded(spec)) {
        names.add(spec.name());
      }
    }
    return names;
  }

  private static boolean isRecorded(ParameterSpec spec) {
    return spec.recordedUnit() != null && spec.learned();
  }

  /**
   * Returns the current values, copied from the engine, by name.
   *
   * @throws IllegalArgumentException if a parameter has neither a single value nor one per head
   */
  public static Map<String, HeadValues> of(Gpt gpt) {
    int layers = gpt.shape().layers();
    int heads = gpt.shape().heads();
    Map<String, float[][]> all = new LinkedHashMap<>();
    Map<String, String> units = new LinkedHashMap<>();
    gpt.parameterSpecs()
        .forEach(
            (fullName, spec) -> {
              if (isRecorded(spec)) {
                float[] values = gpt.namedParameters().get(fullName).getArray().toFloatArray();
                units.put(spec.name(), spec.recordedUnit());
                float[][] rows = all.computeIfAbsent(spec.name(), n -> new float[layers][]);
                fill(rows, fullName, values, spec.shape(), heads);
              }
            });
    Map<String, HeadValues> read = new LinkedHashMap<>();
    all.forEach(
        (name, rows) -> {
          var quantity = new HeadQuantity(name, units.get(name), Double.NaN, Double.NaN);
          read.put(name, new HeadValues(quantity, rows, gpt.shape().context()));
        });
    return read;
  }

  /** Fills the row of one layer, or all rows if the parameter belongs to the whole model. */
  private static void fill(
      float[][] rows, String fullName, float[] values, Shape shape, int heads) {
    if (fullName.startsWith("layer.")) {
      int begin = "layer.".length();
      int layer = Integer.parseInt(fullName.substring(begin, fullName.indexOf('.', begin)));
      rows[layer] = row(fullName, values, shape, heads);
      return;
    }
    boolean each = shape.equals(new Shape(rows.length, heads));
    for (int layer = 0; layer < rows.length; layer++) {
      rows[layer] =
          each
              ? Arrays.copyOfRange(values, layer * heads, (layer + 1) * heads)
              : row(fullName, values, shape, heads);
    }
  }

  private static float[] row(String fullName, float[] values, Shape shape, int heads) {
    if (values.length == heads) {
      return values;
    } else if (values.length == 1) {
      float[] row = new float[heads];
      Arrays.fill(row, values[0]);
      return row;
    }
    throw new IllegalArgumentException(
        "'%s' cannot be recorded over the training: its shape is %s, but one value for each of the %d heads is needed, or one for all"
            .formatted(fullName, shape, heads));
  }
}
