package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.model.Gpt;
import org.entroscope.model.Weights;
import org.entroscope.safetensors.SafetensorsFile;
import org.entroscope.safetensors.SafetensorsWriter;
import org.entroscope.safetensors.TensorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests a vocabulary projection that is stored together with the embedding, although the
 * configuration says that the model is tied.
 */
class StoredHeadTest {

  private static final Path CASE = PretrainedTest.RESOURCES.resolve("cases/stored-head");
  private static final int[] TOKENS = {1, 2, 3};

  @TempDir Path folder;

  private static float[] logits(Path model) {
    try (Gpt gpt = Pretrained.of(model).model()) {
      return gpt.runWithCache(TOKENS, "logits").values("logits");
    }
  }

  private void tie(Path from, boolean tied) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = (ObjectNode) json.readTree(from.resolve("config.json").toFile());
    config.put("tie_word_embeddings", tied);
    Files.writeString(folder.resolve("config.json"), config.toString());
  }

  /** Writes a copy of the tensors in which some are changed, added or removed. */
  private void rewrite(Path from, Change change) throws IOException {
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    try (SafetensorsFile file = SafetensorsFile.open(from.resolve("model.safetensors"))) {
      for (TensorInfo info : file.tensors()) {
        long[] shape = info.shape().stream().mapToLong(n -> n).toArray();
        float[] values = file.floats(info.name());
        tensors.add(new SafetensorsWriter.Tensor(info.name(), shape, () -> values));
      }
    }
    change.apply(tensors);
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
  }

  private interface Change {
    void apply(List<SafetensorsWriter.Tensor> tensors);
  }

  private static SafetensorsWriter.Tensor named(
      List<SafetensorsWriter.Tensor> tensors, String name) {
    return tensors.stream().filter(t -> t.name().endsWith(name)).findFirst().orElseThrow();
  }

  @Test
  void aHeadThatDiffersIsUsed() throws IOException {
    tie(CASE, false);
    Files.copy(CASE.resolve("model.safetensors"), folder.resolve("model.safetensors"));
    assertArrayEquals(logits(folder), logits(CASE), "as if the configuration said so");
    Gpt read = Pretrained.of(CASE).model();
    assertTrue(read.architecture().untied());
    try (SafetensorsFile file = SafetensorsFile.open(CASE.resolve("model.safetensors"))) {
      assertArrayEquals(file.floats("lm_head.weight"), Weights.of(read).get("head.weight"));
    }
  }

  @Test
  void theProjectionIsTheStoredOne() throws IOException {
    Gpt read = Pretrained.of(CASE).model();
    float[] last = read.runWithCache(TOKENS, "residual.0.ffn").values("residual.0.ffn");
    float[] head = Weights.of(read).get("head.weight");
    float[] gain = Weights.of(read).get("norm.gain");
    float[] bias = Weights.of(read).get("norm.bias");
    float[] logits = logits(CASE);
    int d = 4;
    for (int t = 0; t < TOKENS.length; t++) {
      double mean = 0;
      double square = 0;
      for (int c = 0; c < d; c++) {
        mean += last[t * d + c] / d;
      }
      for (int c = 0; c < d; c++) {
        square += Math.pow(last[t * d + c] - mean, 2) / d;
      }
      for (int v = 0; v < 16; v++) {
        double sum = 0;
        for (int c = 0; c < d; c++) {
          double normal = (last[t * d + c] - mean) / Math.sqrt(square + 1e-5);
          sum += (normal * gain[c] + bias[c]) * head[v * d + c];
        }
        assertEquals(sum, logits[t * 16 + v], 1e-4 * Math.max(1, Math.abs(sum)));
      }
    }
  }

  @Test
  void aCopyOfTheEmbeddingLeavesTheModelTied() throws IOException {
    tie(CASE, true);
    rewrite(
        CASE,
        tensors -> {
          SafetensorsWriter.Tensor embedding = named(tensors, "wte.weight");
          tensors.removeIf(t -> t.name().equals("lm_head.weight"));
          tensors.add(
              new SafetensorsWriter.Tensor(
                  "lm_head.weight", embedding.shape(), embedding.values()));
        });
    assertFalse(Pretrained.of(folder).model().architecture().untied());
  }

  @Test
  void twoDifferentHeadsAreRefused() throws IOException {
    tie(CASE, true);
    rewrite(
        CASE,
        tensors -> {
          SafetensorsWriter.Tensor embedding = named(tensors, "wte.weight");
          tensors.add(
              new SafetensorsWriter.Tensor(
                  "transformer.lm_head.weight", embedding.shape(), embedding.values()));
        });
    String said = HostileFolders.refusal(() -> Pretrained.of(folder));
    assertTrue(said.contains("the model does not have: [transformer.lm_head.weight]"), said);
  }

  @Test
  void aHeadOfAnotherShapeIsRefused() throws IOException {
    tie(CASE, true);
    rewrite(
        CASE,
        tensors -> {
          tensors.removeIf(t -> t.name().equals("lm_head.weight"));
          tensors.add(
              new SafetensorsWriter.Tensor(
                  "lm_head.weight", new long[] {17, 4}, () -> new float[68]));
        });
    String said = HostileFolders.refusal(() -> Pretrained.of(folder));
    assertTrue(said.contains("'lm_head.weight' has shape [17, 4]"), said);
  }

  @Test
  void aHeadThatIsPromisedAndMissingIsRefused() throws IOException {
    tie(CASE, false);
    rewrite(CASE, tensors -> tensors.removeIf(t -> t.name().equals("lm_head.weight")));
    String said = HostileFolders.refusal(() -> Pretrained.of(folder));
    assertTrue(said.contains("no tensor 'transformer.lm_head.weight'"), said);
  }

  /** GPT-NeoX is untied unless its configuration says otherwise. */
  @Test
  void gptNeoXKeepsItsHead() throws IOException {
    Path neox = PretrainedTest.RESOURCES.resolve("transformers/neox");
    tie(neox, true);
    Files.copy(neox.resolve("model.safetensors"), folder.resolve("model.safetensors"));
    assertArrayEquals(logits(neox), logits(folder));
    assertTrue(Pretrained.of(folder).model().architecture().untied());
  }

  /**
   * In our own layout, the notation tells whether the model has a head. A tensor that is not part
   * of the architecture is refused.
   */
  @ParameterizedTest
  @CsvSource({"SM + LN + noLNf, head.weight", "SM + QKN, head.weight"})
  void ourOwnLayoutRefusesAHeadThatItsArchitectureHasNot(String architecture, String head)
      throws IOException {
    Gpt gpt = Gpt.create(Architecture.of(architecture), new ModelShape(1, 1, 4, 8, 16), 1);
    Path own = folder.resolve("own");
    Pretrained.export(gpt, own);
    Files.copy(own.resolve("config.json"), folder.resolve("config.json"));
    rewrite(
        own,
        t -> t.add(new SafetensorsWriter.Tensor(head, new long[] {16, 4}, () -> new float[64])));
    String said = HostileFolders.refusal(() -> Pretrained.of(folder));
    assertTrue(said.contains("the model does not have: [head.weight]"), said);
  }
}
