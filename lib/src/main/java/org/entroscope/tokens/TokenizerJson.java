package org.entroscope.tokens;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.entroscope.files.JsonSyntax;

/**
 * Reads the tokens of a {@code tokenizer.json} with the ids that Hugging Face's library assigns.
 */
final class TokenizerJson {

  /** More ids than any model has embeddings. */
  private static final int MOST_IDS = 1 << 26;

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();
  private int greatest = -1;

  private TokenizerJson() {}

  /**
   * Returns the greatest id of the vocabulary and the added tokens plus one. If the ids have no
   * gaps, this is Python's {@code get_vocab_size()}.
   *
   * @throws IOException if the content is not a tokenizer; the message says why, without a file's
   *     name
   */
  static int vocabularySize(byte[] content) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (JacksonException e) {
      throw new IOException(JsonSyntax.fault(e), e);
    }
    TokenizerJson read = new TokenizerJson();
    read.readModel(root.path("model"));
    read.readAdded(root.path("added_tokens"));
    if (read.greatest < 0) {
      throw new IOException("it has no vocabulary");
    }
    return read.greatest + 1;
  }

  private void readModel(JsonNode model) throws IOException {
    JsonNode vocabulary = model.path("vocab");
    if (vocabulary.isArray()) {
      // Unigram has a list of pieces and scores: an id is an index of it, and a piece may occur
      // twice
      for (JsonNode piece : vocabulary) {
        if (!piece.path(0).isTextual() || !piece.path(1).isNumber()) {
          throw new IOException(
              "the vocabulary's entry %d is not a piece and its score".formatted(greatest + 1));
        }
        ids.put(piece.path(0).textValue(), ++greatest);
      }
    } else if (vocabulary.isObject()) {
      for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
        add(token.getKey(), id(token.getKey(), token.getValue()));
      }
    } else {
      throw new IOException("it has no model with a vocabulary");
    }
  }

  private void add(String token, int id) throws IOException {
    if (!taken.add(id)) {
      throw new IOException("two tokens have the id %d, one is %s".formatted(id, quoted(token)));
    }
    ids.put(token, id);
    greatest = Math.max(greatest, id);
  }

  private static int id(String token, JsonNode node) throws IOException {
    if (node.isMissingNode() || node.isNull()) {
      throw new IOException("the token %s has no id".formatted(quoted(token)));
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      throw new IOException(
          "the id of %s is %s, not a whole number".formatted(quoted(token), quoted(node)));
    }
    if (node.intValue() >= MOST_IDS) {
      throw new IOException(
          "the id of %s is %d; ids are below %d"
              .formatted(quoted(token), node.intValue(), MOST_IDS));
    }
    return node.intValue();
  }

  /**
   * Reads added tokens. Hugging Face's library does not use their ids in the file but continues to
   * count from the vocabulary, and prints a warning if the two differ. Such a file is rejected.
   */
  private void readAdded(JsonNode tokens) throws IOException {
    if (!tokens.isArray() && !tokens.isMissingNode() && !tokens.isNull()) {
      throw new IOException("its added_tokens are not a list");
    }
    int vocabulary = ids.size();
    int greatestAdded = -1;
    for (JsonNode token : tokens) {
      if (!token.path("content").isTextual()) {
        throw new IOException("an added token has no content");
      }
      String content = token.path("content").textValue();
      int claimed = id(content, token.path("id"));
      if (content.isEmpty()) {
        continue; // as the library does
      }
      Integer id = ids.get(content);
      if (id == null) {
        id = greatestAdded >= vocabulary ? greatestAdded + 1 : vocabulary;
        add(content, id);
      }
      if (id != claimed) {
        throw new IOException(
            "the added token %s has the id %d, but its position in the file gives %d"
                .formatted(quoted(content), claimed, id));
      }
      greatestAdded = Math.max(greatestAdded, id);
    }
  }

  private static String quoted(Object what) {
    String text = what.toString();
    return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + '"';
  }
}
