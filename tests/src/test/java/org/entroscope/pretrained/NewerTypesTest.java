package org.entroscope.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests element types that are newer than our reader, in tensors that the model needs and in
 * others.
 */
class NewerTypesTest {

  private static final Path GPT2 = PretrainedTest.RESOURCES.resolve("gpt2");

  @TempDir Path folder;

  /** Copies the model and adds a tensor of the given size. */
  private void add(String name, String type, int elements, int bytes) throws IOException {
    Files.copy(GPT2.resolve("config.json"), folder.resolve("config.json"));
    byte[] file = HostileFolders.read(GPT2);
    ObjectNode header = HostileFolders.header(file);
    int length = HostileFolders.header(file).toString().length();
    int data =
        file.length
            - 8
            - (int)
                java.nio.ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
    ObjectNode tensor = header.putObject(name).put("dtype", type);
    tensor.putArray("shape").add(elements);
    tensor.putArray("data_offsets").add(data).add(data + bytes);
    assertTrue(length > 0);
    byte[] whole = HostileFolders.withHeader(file, header.toString());
    HostileFolders.write(folder, Arrays.copyOf(whole, whole.length + bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "F8_E4M3, 8, 8",
    "F8_E5M2, 8, 8",
    "F8_E8M0, 8, 8",
    "F8_E4M3FNUZ, 8, 8",
    "C64, 2, 16",
    "F4, 8, 4",
    "F6_E2M3, 8, 6",
    "F6_E3M2, 4, 3",
    "Q7_FROM_2031, 5, 12"
  })
  void aTensorThatIsNotNeededMayHaveAnyType(String type, int elements, int bytes)
      throws IOException {
    add("h.0.attn.masked_bias", type, elements, bytes);
    assertEquals(17, Pretrained.of(folder).model().shape().vocabulary());
  }

  @ParameterizedTest
  @CsvSource({"F8_E4M3, 8, 7", "F4, 8, 8", "C64, 2, 8", "F6_E2M3, 1, 1"})
  void aKnownTypeStillHasToFitItsBytes(String type, int elements, int bytes) throws IOException {
    add("h.0.attn.masked_bias", type, elements, bytes);
    String said = HostileFolders.refusal(() -> Pretrained.of(folder));
    assertTrue(said.contains("of " + type + " [" + elements + "] must have"), said);
  }

  @Test
  void aTensorThatIsNeededIsRefusedByItsTypeAndNotCalledDamaged() throws IOException {
    Files.copy(GPT2.resolve("config.json"), folder.resolve("config.json"));
    byte[] file = HostileFolders.read(GPT2);
    String header = HostileFolders.header(file).toString();
    for (String type : new String[] {"I32", "U32", "X32"}) {
      String changed = header.replaceFirst("(\"wte.weight\":\\{\"dtype\":\")F32", "$1" + type);
      HostileFolders.write(folder, HostileFolders.withHeader(file, changed));
      String said = HostileFolders.refusal(() -> Pretrained.of(folder));
      assertEquals("'wte.weight' has type " + type + "; only F32, F16 and BF16 can be read", said);
    }
  }
}
