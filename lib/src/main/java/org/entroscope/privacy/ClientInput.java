package org.entroscope.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * The input of the client in a private inference: the embeddings of its tokens and the public facts
 * about the model.
 *
 * @param architecture the architecture, known to both parties
 * @param shape its sizes, known to both parties
 * @param embeddings the sums of token and position embeddings, {@code [tokens, d]}; secret
 */
public record ClientInput(Architecture architecture, ModelShape shape, double[][] embeddings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Rejects embeddings that do not fit the shape. */
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

  /** Creates the input for tokens with the embeddings of a model. */
  public static ClientInput of(ModelWeights weights, int... tokens) {
    return new ClientInput(weights.architecture(), weights.shape(), weights.embed(tokens));
  }

  /** Returns the number of tokens, which is public. */
  public int tokens() {
    return embeddings.length;
  }

  /** Writes the input as JSON. The file is written atomically. */
  public void write(Path file) throws IOException {
    PartyFile.write(file, architecture, shape, "embeddings", embeddings);
  }

  /**
   * Reads a file that {@link #write} wrote.
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

  /** Returns only the public facts. */
  @Override
  public String toString() {
    return "client's input of " + tokens() + " tokens for " + architecture + ", " + shape;
  }
}
