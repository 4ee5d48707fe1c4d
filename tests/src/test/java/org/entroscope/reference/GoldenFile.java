package org.entroscope.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * A golden file, which contains the inputs and float64 outputs of one architecture as JSON.
 *
 * @param architecture the architecture in the notation of the paper
 * @param shape the sizes L, H, d, T, V
 * @param tokens the tokens of shape [B][T]
 * @param parameters all parameters, and the vectors u and v of the power iteration
 * @param results one result without a regulariser and, for an architecture with thresholds, one for
 *     each reduction
 */
public record GoldenFile(
    String architecture,
    Shape shape,
    int[][] tokens,
    Map<String, Tensor> parameters,
    List<Expected> results) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The sizes of the model. */
  public record Shape(int layers, int heads, int width, int context, int vocabulary) {
    public ModelShape toModelShape() {
      return new ModelShape(layers, heads, width, context, vocabulary);
    }
  }

  /** A parameter with its shape and its elements, row by row. */
  public record Tensor(int[] shape, double[] data) {}

  /** A result of the reference. The {@code regulariser} is null if there was none. */
  public record Expected(ReferenceRegulariser regulariser, Reference.Result result) {}

  /** Computes the file of an architecture with the reference. */
  static GoldenFile of(Architecture architecture) {
    ModelShape shape = GoldenCases.SHAPE;
    long seed = GoldenCases.wellConditionedSeed(architecture);
    int[][] tokens = GoldenCases.tokens(shape, GoldenCases.BATCH, seed);
    Map<String, double[]> values = Reference.randomParameters(architecture, shape, seed);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    Reference.parameterShapes(architecture, shape)
        .forEach(
            (name, dimensions) -> parameters.put(name, new Tensor(dimensions, values.get(name))));
    List<Expected> results = new ArrayList<>();
    for (ReferenceRegulariser regulariser : GoldenCases.regularisers(architecture)) {
      results.add(
          new Expected(
              regulariser, Reference.run(architecture, shape, values, tokens, regulariser)));
    }
    Shape sizes =
        new Shape(
            shape.layers(), shape.heads(), shape.hiddenSize(), shape.context(), shape.vocabulary());
    return new GoldenFile(architecture.toString(), sizes, tokens, parameters, results);
  }

  /** Returns the file name: the notation with hyphens for everything but letters and digits. */
  static String name(Architecture architecture) {
    String slug = architecture.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.replaceAll("^-|-$", "") + ".json";
  }

  static GoldenFile read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), GoldenFile.class);
  }

  void write(Path file) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".part");
    JSON.writeValue(temporary.toFile(), this);
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns the elements of the parameters by name. */
  public Map<String, double[]> values() {
    Map<String, double[]> values = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> values.put(name, tensor.data()));
    return values;
  }
}
