package org.entroscope.privacy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * What the client of a private inference holds: the embeddings of its tokens, and the public facts
 * about the model.
 *
 * @param architecture the architecture, known to both parties
 * @param shape its sizes, known to both parties
 * @param embeddings token and position embeddings of the tokens, {@code [tokens, d]}; secret
 */
public record ClientInput(Architecture architecture, ModelShape shape, double[][] embeddings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Refuses embeddings that do not fit the shape. */
  public ClientInput {
    if (embeddings.length == 0 || embeddings.length > shape.context()) {
      throw new IllegalArgumentException(
          "embeddings of 1 to "
              + shape.context()
              + " tokens are needed, not of "
              + embeddings.length);
    }
    for (double[] row : embeddings) {
      if (row.length != shape.hiddenSize()) {
        throw new IllegalArgumentException(
            "an embedding has " + shape.hiddenSize() + " numbers, not " + row.length);
      }
    }
  }

  /** The input for tokens whose embeddings are taken from a model's table. */
  public static ClientInput of(ModelWeights weights, int... tokens) {
    return new ClientInput(weights.architecture(), weights.shape(), weights.embed(tokens));
  }

  /** How many tokens there are; public. */
  public int tokens() {
    return embeddings.length;
  }

  /** Writes the input as JSON, to a temporary name first. */
  public void write(Path file) throws IOException {
    var root = JSON.createObjectNode();
    root.put("architecture", architecture.toString());
    root.set("shape", ShapeJson.of(shape));
    root.set("embeddings", JSON.valueToTree(embeddings));
    Path temporary = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(temporary, JSON.writeValueAsString(root));
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads what {@link #write} wrote. */
  public static ClientInput read(Path file) throws IOException {
    var root = JSON.readTree(file.toFile());
    if (root == null || !root.has("architecture") || !root.has("embeddings")) {
      throw new IOException(
          file + " holds no client's input: it needs architecture, shape and embeddings");
    }
    return new ClientInput(
        Architecture.of(root.get("architecture").asText()),
        ShapeJson.read(root.path("shape")),
        JSON.treeToValue(root.get("embeddings"), double[][].class));
  }

  /** Public facts only. */
  @Override
  public String toString() {
    return "client's input of " + tokens() + " tokens for " + architecture + ", " + shape;
  }
}
