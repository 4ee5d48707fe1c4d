package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes the safetensors format with an independent implementation. */
final class HubFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private HubFiles() {}

  /** Writes config.json, the tensors in one or more files, and expected.json. */
  static void write(HubReference model, Path folder, int shards) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), model.config.toPrettyString() + "\n");
    Map<Integer, Map<String, HubReference.Tensor>> parts = new TreeMap<>();
    ObjectNode index = JSON.createObjectNode();
    ObjectNode weightMap = index.putObject("weight_map");
    int i = 0;
    for (Map.Entry<String, HubReference.Tensor> entry : model.tensors.entrySet()) {
      int part = i++ * shards / model.tensors.size();
      parts.computeIfAbsent(part, p -> new LinkedHashMap<>()).put(entry.getKey(), entry.getValue());
      weightMap.put(entry.getKey(), shardName(part, shards));
    }
    for (Map.Entry<Integer, Map<String, HubReference.Tensor>> part : parts.entrySet()) {
      Files.write(folder.resolve(shardName(part.getKey(), shards)), safetensors(part.getValue()));
    }
    if (shards > 1) {
      Files.writeString(
          folder.resolve("model.safetensors.index.json"), index.toPrettyString() + "\n");
    }
    ObjectNode expected = JSON.createObjectNode();
    ArrayNode tokens = expected.putArray("tokens");
    for (int token : HubReference.TOKENS) {
      tokens.add(token);
    }
    expected.set("logits", JSON.valueToTree(model.logits));
    expected.set("entropies", JSON.valueToTree(model.entropies));
    Files.writeString(folder.resolve("expected.json"), expected.toPrettyString() + "\n");
  }

  private static String shardName(int part, int shards) {
    return shards == 1
        ? "model.safetensors"
        : "model-%05d-of-%05d.safetensors".formatted(part + 1, shards);
  }

  static byte[] safetensors(Map<String, HubReference.Tensor> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (Map.Entry<String, HubReference.Tensor> entry : tensors.entrySet()) {
      ObjectNode node = header.putObject(entry.getKey()).put("dtype", "F32");
      node.set("shape", JSON.valueToTree(entry.getValue().shape()));
      ArrayNode offsets = node.putArray("data_offsets").add(data.size());
      for (double value : entry.getValue().values()) {
        data.write(little(4).putFloat((float) value).array());
      }
      offsets.add(data.size());
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(little(8).putLong(json.length).array());
    file.write(json);
    file.write(data.toByteArray());
    return file.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
