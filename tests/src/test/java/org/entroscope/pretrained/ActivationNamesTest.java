package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entroscope.model.Gpt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that several names of Transformers refer to the same function. */
class ActivationNamesTest {

  private static final Path CASE = PretrainedTest.RESOURCES.resolve("cases/gelu-fast");

  @TempDir Path folder;

  @Test
  void geluFastIsTheGeluByTanh() {
    assertEquals(
        "SM + LN + Gtanh + bias(all)", Pretrained.of(CASE).model().architecture().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "gelu_new, Gtanh",
    "gelu_fast, Gtanh",
    "gelu_pytorch_tanh, Gtanh",
    "gelu_python_tanh, Gtanh",
    "gelu_accurate, Gtanh",
    "gelu, G",
    "gelu_python, G",
    "relu, R",
    "leaky_relu, LReLU(0.01)"
  })
  void aFunctionThatWeHaveIsReadUnderEveryName(String name, String ours) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = (ObjectNode) json.readTree(CASE.resolve("config.json").toFile());
    config.put("activation_function", name);
    Files.writeString(folder.resolve("config.json"), config.toString());
    Files.copy(CASE.resolve("model.safetensors"), folder.resolve("model.safetensors"));
    Gpt read = Pretrained.of(folder).model();
    assertEquals("SM + LN + " + ours + " + bias(all)", read.architecture().toString());
    Path again = folder.resolve("again");
    Pretrained.export(read, again);
    assertEquals(
        "gpt2", json.readTree(again.resolve("config.json").toFile()).path("model_type").asText());
    assertEquals(read.architecture(), Pretrained.of(again).model().architecture());
  }
}
