package org.entroscope.pretrained;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.model.Capture;
import org.entroscope.model.Gpt;
import org.entroscope.model.Hook;
import org.entroscope.model.Weights;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.safetensors.SafetensorsFile;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainedTest {

  static final Path RESOURCES = Path.of("src/test/resources/pretrained");

  @TempDir Path folder;

  /** The expected values come from our own reference and from Hugging Face's Transformers. */
  @ParameterizedTest
  @CsvSource({
    "gpt2, SM + LN + Gtanh + bias(all)",
    "neox, SM + LN + G + RoPE(0.5) + Parallel + untied + bias(all)",
    "transformers/gpt2, SM + LN + Gtanh + bias(all)",
    "transformers/neox, SM + LN + G + RoPE(0.25) + Parallel + untied + bias(all)"
  })
  void anImportedModelComputesWhatTheReferenceDoes(String name, String architecture)
      throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(RESOURCES.resolve(name).resolve("expected.json").toFile());
    Pretrained pretrained = Pretrained.of(RESOURCES.resolve(name));
    assertEquals(architecture, pretrained.model().architecture().toString());
    assertEquals(Architecture.of(architecture), pretrained.model().architecture());
    agrees(pretrained.model(), expected);
  }

  private static void agrees(Gpt gpt, JsonNode expected) {
    int[] tokens = new ObjectMapper().convertValue(expected.path("tokens"), int[].class);
    try (NDManager manager = gpt.manager().newSubManager()) {
      Capture capture = Capture.entropies();
      NDArray batch = manager.create(tokens, new Shape(1, tokens.length));
      agree(expected.path("logits"), gpt.forward(batch, false, capture));
      for (int l = 0; l < gpt.shape().layers(); l++) {
        agree(expected.path("entropies").path(l), capture.values().get(l));
      }
    }
  }

  private static void agree(JsonNode expected, NDArray array) {
    float[] values = array.toFloatArray();
    int i = 0;
    for (JsonNode row : expected) {
      for (JsonNode value : row) {
        assertEquals(value.doubleValue(), values[i++], 1e-4 * Math.max(1, Math.abs(values[i - 1])));
      }
    }
    assertEquals(i, values.length);
  }

  /**
   * The committed files must be identical to the output of the generator, so that both can be
   * trusted.
   */
  @Test
  void theReferenceFilesAreThoseOfTheGenerator() throws IOException {
    HubReference.main(new String[] {folder.toString()});
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        assertEquals(
            -1,
            Files.mismatch(file, RESOURCES.resolve(folder.relativize(file))),
            file + " differs: run HubReference with " + RESOURCES + " as its argument");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "neox", "transformers/gpt2", "transformers/neox"})
  void exportGivesTheSameBytesOfEveryTensor(String name) throws IOException {
    Pretrained.export(Pretrained.of(RESOURCES.resolve(name)).model(), folder);
    Map<String, byte[]> before = tensors(RESOURCES.resolve(name));
    Map<String, byte[]> after = tensors(folder);
    before.keySet().removeIf(n -> n.endsWith(".attn.bias") || n.endsWith("inv_freq"));
    assertEquals(before.keySet(), after.keySet());
    before.forEach((n, bytes) -> assertArrayEquals(bytes, after.get(n), n));
    JsonNode expected =
        new ObjectMapper().readTree(RESOURCES.resolve(name).resolve("expected.json").toFile());
    agrees(Pretrained.of(folder).model(), expected);
  }

  /**
   * Returns the bytes of the tensors. The names of GPT-2 occur on the hub with and without the
   * prefix of the model.
   */
  private static Map<String, byte[]> tensors(Path folder) throws IOException {
    Map<String, byte[]> tensors = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList()) {
        byte[] all = Files.readAllBytes(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
          file.tensors()
              .forEach(
                  t -> {
                    int from = (int) t.position();
                    byte[] bytes = Arrays.copyOfRange(all, from, from + (int) t.bytes());
                    tensors.put(t.name().replaceFirst("^transformer\\.", ""), bytes);
                  });
        }
      }
    }
    return tensors;
  }

  /** Checks every setting that GPT2Config of Transformers reads and that its model class checks. */
  @Test
  void aModelOfOursIsExportedAsStandardGpt2() throws IOException {
    Gpt gpt = Gpt.create(Architecture.of("SM + LN + G"), new ModelShape(2, 2, 8, 12, 32), 1);
    Pretrained.export(gpt, folder);
    JsonNode config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
    assertEquals("gpt2", config.path("model_type").asText());
    assertEquals("GPT2LMHeadModel", config.path("architectures").get(0).asText());
    assertEquals("gelu", config.path("activation_function").asText());
    assertEquals(12, config.path("n_positions").asInt());
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      assertTrue(file.info("transformer.h.1.attn.c_attn.weight").hasShape(8, 24));
      assertTrue(file.info("transformer.h.1.mlp.c_fc.weight").hasShape(8, 32));
      assertArrayEquals(new float[8], file.floats("transformer.h.1.attn.c_proj.bias"));
    }
    try (NDManager manager = gpt.manager().newSubManager()) {
      NDArray batch = manager.create(new int[] {1, 2, 3, 4}, new Shape(1, 4));
      float[] ours = gpt.forward(batch, false, Hook.NONE).toFloatArray();
      Gpt theirs = Pretrained.of(folder).model();
      assertEquals("SM + LN + G + bias(all)", theirs.architecture().toString());
      assertArrayEquals(ours, theirs.forward(batch, false, Hook.NONE).toFloatArray(), 1e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SM",
        "SM + LReLU(layer)",
        "EReg(SM(t) + ScFuFFN)",
        "SM + SN(QKV+FFN)",
        "SM + LN + noLNf",
        "SM + WN(FFN) + RoPE(0.5:500.0) + Parallel + untied",
        "SM + LN + QKN + R + bias(none)"
      })
  void everyOtherModelIsExportedInOurOwnLayout(String notation) {
    Gpt gpt = Gpt.create(Architecture.of(notation), new ModelShape(2, 2, 8, 12, 32), 1);
    Pretrained.export(gpt, folder);
    Gpt again = Pretrained.of(folder).model();
    assertEquals(gpt.architecture(), again.architecture());
    Weights.of(gpt).forEach((n, v) -> assertArrayEquals(v, Weights.of(again).get(n), n));
  }

  @Test
  void aModelWithAPositionTooFarIsCutAndFineTuned() throws IOException {
    Gpt big =
        Gpt.create(
            Architecture.of("SM + LN + Gtanh + bias(all)"), new ModelShape(2, 2, 8, 64, 256), 1);
    Corpus corpus = text();
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = 3;
                  p.batchSize = 2;
                  p.evaluationExamples = 4;
                  p.learningRate = 0;
                });
    Run run =
        Experiment.of("SM + Gtanh + bias(all)")
            .from(big)
            .shape(big.shape().withContext(16))
            .on(corpus)
            .plan(plan)
            .quietly()
            .train();
    Map<String, float[]> from = Weights.of(big);
    Map<String, float[]> to = Weights.of(run.model());
    assertArrayEquals(from.get("layer.1.ffn.in.weight"), to.get("layer.1.ffn.in.weight"));
    assertArrayEquals(
        Arrays.copyOf(from.get("embedding.position"), 16 * 8), to.get("embedding.position"));
  }

  private static Corpus text() {
    return Corpus.of(
        IntStream.range(0, 3000).mapToObj(i -> "int a" + i * i + ";\n").collect(joining()));
  }

  @Test
  void entropyOfAModelInThreeLines() {
    Gpt gpt =
        Gpt.create(
            Architecture.of("SM + LN + Gtanh + bias(all)"), new ModelShape(2, 2, 8, 64, 256), 1);
    Pretrained.export(gpt, folder);
    var pretrained = Pretrained.of(folder);
    var entropy = pretrained.entropy(text());
    assertEquals(64, entropy.context());
    assertEquals(EntropyBound.causal(64), entropy.max(), 2e-2, "an untrained model sees all alike");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, n_inner, 7, n_inner must be 4 n_embd",
    "gpt2, layer_norm_epsilon, 0.1, layer_norm_epsilon must be 1e-5",
    "gpt2, scale_attn_weights, false, scale_attn_weights must be true",
    "gpt2, scale_attn_by_inverse_layer_idx, true, scale_attn_by_inverse_layer_idx must be false",
    "gpt2, activation_function, \"swish\", 'activation_function must be one of the"
        + " supported functions: gelu, gelu_python, '",
    "gpt2, activation_function, \"silu\", 'but is \"silu\"'",
    "gpt2, activation_function, \"quick_gelu\", 'but is \"quick_gelu\"'",
    "gpt2, activation_function, \"gelu_10\", 'but is \"gelu_10\"'",
    "gpt2, add_cross_attention, true, add_cross_attention must be left out or false",
    "gpt2, pruned_heads, '{\"0\": [1]}', pruned_heads must be left out or false",
    "gpt2, quantization_config, '{\"bits\": 4}', quantization_config must be left out or false",
    "transformers/neox, rotary_pct, 0.5, rotary_pct must agree with rope_parameters",
    "transformers/neox, rope_theta, 500, rope_theta must agree with rope_parameters",
    "transformers/neox, sliding_window, 128, sliding_window must be left out or false",
    "gpt2, model_type, \"llama\", 'model_type must be gpt2, gpt_neox or entroscope'",
    "gpt2, n_embd, 9, 'hiddenSize must be a multiple of heads'",
    "gpt2, n_layer, 3, 'no tensor'",
    "gpt2, vocab_size, 18, 'but config.json requires [18, 8]'",
    "transformers/neox, rope_parameters, '{\"rope_type\": \"linear\"}', rope_type default",
    "transformers/neox, rope_scaling, '{\"type\": \"linear\"}', rope_scaling must be left out",
    "transformers/neox, attention_bias, false, attention_bias must be true"
  })
  void aConfigurationThatWeDoNotHaveIsRefused(
      String model, String key, String value, String message) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path from = RESOURCES.resolve(model);
    ObjectNode config = (ObjectNode) json.readTree(from.resolve("config.json").toFile());
    config.set(key, json.readTree(value));
    Files.writeString(folder.resolve("config.json"), config.toString());
    Files.copy(from.resolve("model.safetensors"), folder.resolve("model.safetensors"));
    String said = HostileFolders.refusal(() -> Pretrained.of(folder));
    assertTrue(said.contains(message), said);
  }
}
