package org.entroscope.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    PartyFile.write(file, architecture, shape, "embeddings", embeddings);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the file cannot be read or is damaged; the message names it
   */
  public static ClientInput read(Path file) throws IOException {
    return PartyFile.read(
        file,
        "client's input",
        List.of("architecture", "shape", "embeddings"),
        input ->
            new ClientInput(
                input.architecture(), input.shape(), rows(input.root().get("embeddings"))));
  }

  private static double[][] rows(JsonNode embeddings) {
    double[][] rows = new double[embeddings.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = PartyFile.numbers("embedding " + i, embeddings.path(i));
    }
    return rows;
  }

  /** Public facts only. */
  @Override
  public String toString() {
    return "client's input of " + tokens() + " tokens for " + architecture + ", " + shape;
  }
}
