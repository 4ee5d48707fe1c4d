package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entroscope.tokens.Tokenizer;

/** Reads and writes the tokenizer of a model folder. Never substitutes another tokenizer. */
final class TokenizerFolder {

  static final String JSON = "tokenizer.json";
  static final String VOCAB = "vocab.json";
  static final String MERGES = "merges.txt";
  static final String SETTINGS = "tokenizer_config.json";
  static final String ADDED = "added_tokens.json";

  /** Files that reveal a tokenizer in a format that we cannot read. */
  static final List<String> UNREADABLE =
      List.of(
          "tokenizer.model",
          "spiece.model",
          "sentencepiece.bpe.model",
          "spm.model",
          "sentencepiece.model",
          "vocab.txt",
          "vocab.bpe",
          "encoder.json",
          "bpe.codes",
          "vocab.spm",
          "tiktoken.model",
          "tekken.json");

  private static final long MOST_BYTES = 100_000_000;

  private TokenizerFolder() {}

  /**
   * Reads the tokenizer.
   *
   * @return the tokenizer; empty if the folder has no tokenizer files
   * @throws IOException if there are tokenizer files that cannot be read; the message names them
   */
  static Optional<Tokenizer> read(Path folder) throws IOException {
    if (has(folder, JSON)) {
      checkSettings(folder);
      return Optional.of(Tokenizer.huggingFace(folder.resolve(JSON)));
    }
    if (has(folder, VOCAB) && has(folder, MERGES)) {
      return Optional.of(Tokenizer.bytePairs(folder.resolve(VOCAB), folder.resolve(MERGES)));
    }
    List<String> others =
        Stream.concat(Stream.of(VOCAB, MERGES), UNREADABLE.stream())
            .filter(name -> has(folder, name))
            .toList();
    if (!others.isEmpty()) {
      throw unreadable(folder, String.join(", ", others));
    }
    if (has(folder, SETTINGS)) {
      JsonNode type = Config.readObject(folder.resolve(SETTINGS)).path("tokenizer_class");
      if (type.isTextual()) {
        throw unreadable(folder, SETTINGS + " for " + shortened(type.textValue()));
      }
    }
    return Optional.empty();
  }

  private static boolean has(Path folder, String name) {
    return Files.exists(folder.resolve(name));
  }

  private static IOException unreadable(Path folder, String what) {
    return new IOException(
        "%s has a tokenizer that cannot be read (%s), and the model needs its own tokenizer;"
                .formatted(folder, what)
            + " save it as tokenizer.json (Transformers: AutoTokenizer.from_pretrained(...)"
            + ".save_pretrained(...)), or choose another with Pretrained.of(folder, tokenizer)");
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  /**
   * Rejects settings that contradict tokenizer.json. Transformers lets them override
   * tokenizer.json, which is the only file that we read.
   */
  private static void checkSettings(Path folder) throws IOException {
    if (!has(folder, SETTINGS)) {
      return;
    }
    JsonNode asked = Config.readObject(folder.resolve(SETTINGS)).path("add_prefix_space");
    if (!asked.isBoolean()) {
      return;
    }
    JsonNode first = Config.readObject(folder.resolve(JSON), MOST_BYTES).path("pre_tokenizer");
    if (first.path("type").asText().equals("ByteLevel")
        && asked.booleanValue() != first.path("add_prefix_space").asBoolean(true)) {
      throw new IOException(
          "%s says add_prefix_space: %s, but %s says the opposite; make them agree"
              .formatted(folder.resolve(SETTINGS), asked, JSON));
    }
  }

  /**
   * Refuses a folder with tokenizer files that would be left beside another model.
   *
   * @param written whether tokenizer.json and its settings will be replaced
   * @throws IOException if the folder holds such files; the message names them
   */
  static void checkFree(Path folder, boolean written) throws IOException {
    List<String> others =
        Stream.concat(
                written ? Stream.of() : Stream.of(JSON, SETTINGS),
                Stream.concat(
                    Stream.of(VOCAB, MERGES, ADDED, "special_tokens_map.json"),
                    UNREADABLE.stream()))
            .filter(name -> has(folder, name))
            .toList();
    if (!others.isEmpty()) {
      throw new IOException(
          "%s holds the tokenizer of another model (%s); export into another folder"
              .formatted(folder, String.join(", ", others)));
    }
  }

  /**
   * Writes {@code tokenizer.json} and the settings that Transformers needs to read it.
   *
   * @param context T, the model's context length in tokens
   */
  static void write(byte[] json, int context, Path folder) throws IOException {
    ObjectNode settings = Config.JSON.createObjectNode();
    settings.put("tokenizer_class", "PreTrainedTokenizerFast").put("model_max_length", context);
    settings.put("clean_up_tokenization_spaces", false);
    ModelFolder.write(folder.resolve(JSON), json);
    ModelFolder.write(folder.resolve(SETTINGS), Config.bytes(settings));
  }
}
