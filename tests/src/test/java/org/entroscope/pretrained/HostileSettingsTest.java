package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests indexes and configurations with false contents. */
class HostileSettingsTest extends HostileFolders {

  @TestFactory
  List<DynamicTest> indexesThatLie() {
    List<DynamicTest> tests = new ArrayList<>();
    String[] places = {
      "../secret.safetensors",
      "..",
      "/etc/passwd",
      "a/b.safetensors",
      "..\\x.safetensors",
      "C:x.safetensors",
      "",
      ".hidden.safetensors",
      "model.bin",
      "missing.safetensors",
      "x..safetensors/../y.safetensors",
      "config.json",
      "model\u0000.safetensors",
      "~/x.safetensors",
      "file:///etc/passwd",
      "http://localhost/x.safetensors",
      "%2e%2e.safetensors"
    };
    for (String place : places) {
      tests.add(
          test(
              "a shard at " + place.replace("\u0000", "NUL"),
              "neox",
              f -> {
                Path file = f.resolve("model.safetensors.index.json");
                ObjectNode index = (ObjectNode) JSON.readTree(file.toFile());
                ((ObjectNode) index.get("weight_map")).put("embed_out.weight", place);
                Files.writeString(file, index.toString());
              }));
    }
    for (String index :
        new String[] {
          "",
          "[]",
          "{}",
          "{\"weight_map\":[]}",
          "{\"weight_map\":{}}",
          "{\"weight_map\":{\"a\":7}}",
          "{\"weight_map\":{\"a\":null}}",
          "{".repeat(50_000)
        }) {
      tests.add(
          test(
              "index " + (index.length() > 40 ? "deep" : index),
              "neox",
              f -> Files.writeString(f.resolve("model.safetensors.index.json"), index)));
    }
    tests.add(
        test(
            "an index that puts a tensor into the wrong file",
            "neox",
            f -> {
              Path file = f.resolve("model.safetensors.index.json");
              String text = Files.readString(file);
              Files.writeString(file, text.replace("00001-of", "00002-of"));
            }));
    tests.add(
        test(
            "a folder for a shard",
            "neox",
            f -> {
              Path shard = f.resolve("model-00001-of-00002.safetensors");
              Files.delete(shard);
              Files.createDirectory(shard);
            }));
    return tests;
  }

  @TestFactory
  List<DynamicTest> configurationsThatLie() {
    List<DynamicTest> tests = new ArrayList<>();
    String[] keys = {"n_embd", "n_head", "n_layer", "n_positions", "vocab_size"};
    String[] values = {
      "0", "-1", "2147483647", "9999999999999", "1e9", "\"8\"", "null", "[]", "8.5", "131072"
    };
    for (String key : keys) {
      for (String value : values) {
        tests.add(
            test(
                key + " of " + value,
                "gpt2",
                f -> {
                  Path file = f.resolve("config.json");
                  ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
                  config.set(key, JSON.readTree(value));
                  Files.writeString(file, config.toString());
                }));
      }
    }
    for (String text :
        new String[] {
          "",
          "null",
          "[]",
          "{",
          "{}",
          "{\"model_type\":7}",
          "{\"model_type\":\"entroscope\",\"layers\":9999,\"heads\":1,\"width\":131072,"
              + "\"context\":16777216,\"vocabulary\":1,\"architecture\":\"SM\"}",
          "{\"model_type\":\"entroscope\",\"layers\":1,\"heads\":1,\"width\":1,\"context\":2,"
              + "\"vocabulary\":1,\"architecture\":\"__import__\"}",
          "[".repeat(60_000)
        }) {
      tests.add(
          test(
              "config " + (text.length() > 60 ? text.substring(0, 60) : text),
              "gpt2",
              f -> Files.writeString(f.resolve("config.json"), text)));
    }
    return tests;
  }
}
