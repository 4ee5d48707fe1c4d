package org.entroscope.training;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.entroscope.engine.ArrayFiles;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.runs.RunSpec;
import org.entroscope.statistics.HeadHistories;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import tech.tablesaw.api.Table;

/**
 * A training's state after a step, as a folder: settings and numbers in {@code checkpoint.json},
 * its checksum in {@code checkpoint.json.sha256}, weights and buffers in {@code model.safetensors},
 * AdamW's moments in {@code optimiser.safetensors}, metrics and entropies as tables.
 *
 * <p>There is no random state to keep: batches are a function of the seed and the step.
 */
record Checkpoint(Path folder, Manifest manifest) {

  private static final String RECORD = "checkpoint.json";
  private static final String MODEL = "model.safetensors";
  private static final String OPTIMISER = "optimiser.safetensors";
  private static final String EVALUATION = "heads-evaluation.csv";
  private static final int FORMAT = 2;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /**
   * The content of checkpoint.json.
   *
   * @param position the numbers
   * @param heads which statistics of the heads were recorded
   * @param files SHA-256 of each other file
   */
  record Manifest(
      int format,
      RunSpec training,
      Position position,
      List<HeadQuantity> heads,
      Map<String, String> files) {

    Manifest {
      if (training == null || position == null || heads == null || files == null) {
        throw new IllegalArgumentException(
            "it lacks the training, the position, the heads or the files");
      }
      if (position.step < 1 || position.step > training.plan().steps()) {
        throw new IllegalArgumentException(
            "it is of step %,d, but the training has %,d steps"
                .formatted(position.step, training.plan().steps()));
      }
    }
  }

  /**
   * Where the training stands.
   *
   * @param step steps done
   * @param seconds they took
   * @param loss of the newest step
   * @param gradientNorm of the newest step
   * @param evaluationLoss of the newest evaluation, or null
   * @param evaluated examples of the newest evaluation
   */
  record Position(
      int step,
      double seconds,
      double loss,
      double gradientNorm,
      Double evaluationLoss,
      long evaluated) {}

  /** Everything of a training that is not in its model and its optimiser. */
  record Content(
      Position position,
      Table metrics,
      Map<String, HeadHistory> histories,
      Evaluation evaluation) {}

  /** Writes a state's files into an empty folder. */
  static void write(Path folder, RunSpec training, Content content, Gpt gpt, AdamW optimiser)
      throws IOException {
    Weights.save(gpt, folder.resolve(MODEL));
    ArrayFiles.write(folder.resolve(OPTIMISER), optimiser.moments());
    RunFolder.write(content.metrics, folder.resolve(RunFiles.METRICS));
    if (!content.histories.isEmpty()) {
      RunFolder.write(HeadHistories.toTable(content.histories), folder.resolve(RunFiles.HISTORY));
    }
    if (content.evaluation != null) {
      Map<String, HeadHistory> one =
          HeadHistories.ofStep(content.position.step, content.evaluation.heads());
      RunFolder.write(HeadHistories.toTable(one), folder.resolve(EVALUATION));
    }
    byte[] manifest =
        JSON.writeValueAsBytes(
            new Manifest(
                FORMAT,
                training,
                content.position,
                HeadHistories.quantities(content.histories),
                RunFolder.checksums(folder)));
    RunFolder.write(manifest, folder.resolve(RECORD));
    RunFolder.write(Seal.of(RECORD, manifest), folder.resolve(Seal.name(RECORD)));
  }

  /**
   * Opens a state and checks that all of it is there.
   *
   * @throws IOException if something is missing or damaged; the message names the file
   */
  static Checkpoint open(Path folder) throws IOException {
    byte[] content = RunFolder.read(folder.resolve(RECORD), "a checkpoint");
    byte[] seal = RunFolder.read(folder.resolve(Seal.name(RECORD)), "a checkpoint");
    Seal.verify(folder.toString(), RECORD, content, seal);
    Manifest manifest = parsed(folder.resolve(RECORD), content);
    for (Map.Entry<String, String> entry : manifest.files.entrySet()) {
      RunFolder.verify(folder.resolve(entry.getKey()), entry.getValue(), RECORD);
    }
    return new Checkpoint(folder, manifest);
  }

  private static Manifest parsed(Path file, byte[] content) throws IOException {
    Manifest manifest;
    try {
      manifest = JSON.readValue(content, Manifest.class);
    } catch (JacksonException e) {
      throw RunFolder.damaged(file, e);
    }
    if (manifest == null || manifest.format != FORMAT) {
      throw new IOException(file + " is not of format " + FORMAT + ", which this version reads");
    }
    return manifest;
  }

  /** Puts the state's arrays in place of those of a model and its optimiser. */
  void restore(Gpt gpt, AdamW optimiser) throws IOException {
    Weights.load(gpt, folder.resolve(MODEL));
    Map<String, NDArray> moments = optimiser.moments();
    ArrayFiles.read(folder.resolve(OPTIMISER), moments);
    optimiser.resumeAfter(manifest.position.step);
  }

  /** Reads the rest of the state. */
  Content content() throws IOException {
    Position position = manifest.position;
    Table metrics = read(RunFiles.METRICS, content -> RunFiles.metrics(content, manifest.training));
    Map<String, HeadHistory> histories =
        manifest.files.containsKey(RunFiles.HISTORY) ? histories(RunFiles.HISTORY) : Map.of();
    Evaluation evaluation =
        position.evaluationLoss == null
            ? null
            : new Evaluation(
                position.evaluationLoss,
                HeadHistories.last(histories(EVALUATION)),
                position.evaluated);
    return new Content(position, metrics, histories, evaluation);
  }

  private Map<String, HeadHistory> histories(String name) throws IOException {
    int context = manifest.training.shape().context();
    return read(name, content -> RunFiles.histories(content, manifest.heads, context));
  }

  private <T> T read(String name, Function<byte[], T> parser) throws IOException {
    Path file = folder.resolve(name);
    try {
      return parser.apply(RunFolder.read(file, "a checkpoint"));
    } catch (RuntimeException e) {
      throw RunFolder.damaged(file, e);
    }
  }
}
