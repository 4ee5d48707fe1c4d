package org.entroscope.tokens;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entroscope.files.JsonSyntax;

/**
 * Reads the files that Transformers' GPT2Tokenizer writes: {@code vocab.json} and {@code
 * merges.txt}, with {@code added_tokens.json} and {@code tokenizer_config.json} beside them.
 */
final class BytePairFiles {

  private static final String END_OF_TEXT = "<|endoftext|>";

  /**
   * The classes of Transformers whose vocab.json and merges.txt have the same meaning as GPT-2's.
   */
  private static final Set<String> CLASSES =
      Set.of(
          "GPT2Tokenizer",
          "GPT2TokenizerFast",
          "GPTNeoXTokenizer",
          "GPTNeoXTokenizerFast",
          "PreTrainedTokenizerFast");

  private BytePairFiles() {}

  static Tokenizer read(Path vocab, Path merges) throws IOException {
    Map<String, Integer> vocabulary = ids(vocab);
    for (int b = 0; b < 256; b++) {
      if (!vocabulary.containsKey(String.valueOf(ByteLevel.character(b)))) {
        throw new IOException(
            "%s is not a byte-level vocabulary as GPT-2's: it has no token for the byte %d"
                .formatted(vocab, b));
      }
    }
    boolean prefixSpace = settings(vocab.resolveSibling("tokenizer_config.json"));
    Map<String, Integer> added = added(vocabulary, vocab.resolveSibling("added_tokens.json"));
    byte[] json = ByteLevel.json(vocabulary, merges(merges, vocabulary), added, true, prefixSpace);
    return HuggingFaceText.read(json, vocab.toString());
  }

  private static Map<String, Integer> ids(Path file) throws IOException {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object(file).properties()) {
      if (!entry.getValue().isInt()) {
        throw new IOException(
            "%s: the id of \"%s\" must be a whole number".formatted(file, entry.getKey()));
      }
      ids.put(entry.getKey(), entry.getValue().intValue());
    }
    return ids;
  }

  private static JsonNode object(Path file) throws IOException {
    try {
      JsonNode root = TokenizerJson.JSON.readTree(Files.readAllBytes(file));
      if (!root.isObject()) {
        throw new IOException(file + " is not a JSON object");
      }
      return root;
    } catch (JacksonException e) {
      throw new IOException(file + ": " + JsonSyntax.fault(e), e);
    }
  }

  private static List<String[]> merges(Path file, Map<String, Integer> vocabulary)
      throws IOException {
    List<String[]> merges = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not text in UTF-8", e);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#version") || line.isEmpty() && i == lines.size() - 1) {
        continue;
      }
      String[] pair = line.split(" ", -1);
      if (pair.length != 2
          || !vocabulary.containsKey(pair[0])
          || !vocabulary.containsKey(pair[1])
          || !vocabulary.containsKey(pair[0] + pair[1])) {
        throw new IOException(
            "%s: line %d is not two tokens of vocab.json that make a third".formatted(file, i + 1));
      }
      merges.add(pair);
    }
    return merges;
  }

  /**
   * Returns the special tokens: the tokens in added_tokens.json, and GPT-2's own one if the
   * vocabulary has it.
   */
  private static Map<String, Integer> added(Map<String, Integer> vocabulary, Path file)
      throws IOException {
    Map<String, Integer> all = new LinkedHashMap<>();
    if (vocabulary.containsKey(END_OF_TEXT)) {
      all.put(END_OF_TEXT, vocabulary.get(END_OF_TEXT));
    }
    if (Files.exists(file)) {
      ids(file).entrySet().stream()
          .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
          .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    }
    return all;
  }

  /**
   * Returns whether a space is added before a text; rejects settings of another kind of tokenizer.
   */
  private static boolean settings(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    JsonNode root = object(file);
    String type = root.path("tokenizer_class").asText("GPT2Tokenizer");
    if (!CLASSES.contains(type)) {
      throw new IOException(
          file
              + ": vocab.json and merges.txt of the class "
              + type
              + " are not read; save the tokenizer as tokenizer.json (Transformers: AutoTokenizer,"
              + " save_pretrained)");
    }
    return root.path("add_prefix_space").asBoolean(false);
  }
}
