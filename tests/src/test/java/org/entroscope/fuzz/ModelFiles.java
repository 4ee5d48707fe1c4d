package org.entroscope.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entroscope.pretrained.Pretrained;
import org.entroscope.safetensors.SafetensorsFile;
import org.entroscope.tokens.Tokenizer;

/** The files of a model's folder. The undamaged files are copied next to the damaged one. */
enum ModelFiles implements Format {
  SAFETENSORS("pretrained/gpt2/model.safetensors", "pretrained/cases/gelu-fast/model.safetensors") {
    @Override
    public String read(Path folder) throws Exception {
      try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
        for (String tensor : file.names()) {
          file.floats(tensor);
        }
      }
      return model(folder, "pretrained/gpt2");
    }
  },
  CONFIG("pretrained/gpt2/config.json") {
    @Override
    public String read(Path folder) throws Exception {
      return model(folder, "pretrained/gpt2");
    }
  },
  CONFIG_NEOX("pretrained/neox/config.json") {
    @Override
    public String read(Path folder) throws Exception {
      return model(folder, "pretrained/neox");
    }
  },
  INDEX("pretrained/neox/model.safetensors.index.json") {
    @Override
    public String read(Path folder) throws Exception {
      return model(folder, "pretrained/neox");
    }
  },
  TOKENIZER(
      "tokenizers/byte-pairs.json",
      "tokenizers/unigram.json",
      "pretrained/cases/other-256/tokenizer.json") {
    @Override
    public String read(Path folder) throws Exception {
      Path file;
      try (var files = Files.list(folder)) {
        file = files.findFirst().orElseThrow();
      }
      Tokenizer tokenizer = Tokenizer.huggingFace(file);
      int[] tokens = tokenizer.encode("int a = 17; // \u00fc \ud83d\ude00 " + "a".repeat(40) + "!");
      tokenizer.decode(tokens);
      for (int token : tokens) {
        if (token < 0 || token >= tokenizer.vocabularySize()) {
          return "token " + token + " is not in a vocabulary of " + tokenizer.vocabularySize();
        }
      }
      return null;
    }
  },
  BYTE_PAIR_FILES(
      "pretrained/cases/old-tokenizer/vocab.json", "pretrained/cases/old-tokenizer/merges.txt") {
    @Override
    public List<Map<String, byte[]>> seeds(Path scratch) throws Exception {
      Map<String, byte[]> both = new TreeMap<>();
      super.seeds(scratch).forEach(both::putAll);
      return List.of(both);
    }

    @Override
    public String read(Path folder) throws Exception {
      return model(folder, "pretrained/cases/old-tokenizer");
    }
  };

  private final List<String> resources;

  ModelFiles(String... resources) {
    this.resources = List.of(resources);
  }

  @Override
  public List<Map<String, byte[]>> seeds(Path scratch) throws Exception {
    List<Map<String, byte[]>> seeds = new ArrayList<>();
    for (String resource : resources) {
      Path file = resource(resource);
      seeds.add(Map.of(file.getFileName().toString(), Files.readAllBytes(file)));
    }
    return seeds;
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ModelFiles.class.getResource("/" + name).toURI());
  }

  private static String model(Path folder, String companions)
      throws IOException, URISyntaxException {
    try (var files = Files.list(resource(companions))) {
      for (Path file : files.toList()) {
        Path beside = folder.resolve(file.getFileName().toString());
        if (!Files.exists(beside)) {
          Files.copy(file, beside);
        }
      }
    }
    Pretrained read = Pretrained.of(folder);
    read.model().attention("a = b;");
    read.model().close();
    return null;
  }
}
