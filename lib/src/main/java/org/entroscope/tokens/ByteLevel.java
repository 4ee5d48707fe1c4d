package org.entroscope.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Byte pairs in GPT-2's form, which writes each byte as one printable character. */
final class ByteLevel {

  private static final char[] CHARACTERS = characters();

  private ByteLevel() {}

  /**
   * Returns the characters of all bytes. Printable Latin-1 characters stand for themselves; the
   * others are moved to U+0100 and above.
   */
  private static char[] characters() {
    char[] characters = new char[256];
    int moved = 0;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
      characters[b] = (char) (printable ? b : 256 + moved++);
    }
    return characters;
  }

  /** Returns the character of a byte, 0 to 255. */
  static char character(int value) {
    return CHARACTERS[value];
  }

  /** Returns a token's bytes as characters. */
  static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(CHARACTERS[b & 0xff]);
    }
    return text.toString();
  }

  /**
   * Returns the content of a {@code tokenizer.json}. Equal arguments give equal content.
   *
   * @param vocabulary the tokens and their ids
   * @param merges the pairs in the order of their rank
   * @param added the special tokens and their ids, in the order of the ids
   * @param words whether text is first split into words as in GPT-2
   * @param prefixSpace whether a space is added before a text
   */
  static byte[] json(
      Map<String, Integer> vocabulary,
      List<String[]> merges,
      Map<String, Integer> added,
      boolean words,
      boolean prefixSpace) {
    ObjectNode root = TokenizerJson.JSON.createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    ArrayNode specials = root.putArray("added_tokens");
    added.forEach(
        (content, id) ->
            specials
                .addObject()
                .put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true));
    root.putNull("normalizer");
    for (String part : List.of("pre_tokenizer", "post_processor", "decoder")) {
      root.putObject(part)
          .put("type", "ByteLevel")
          .put("add_prefix_space", prefixSpace)
          .put("trim_offsets", false)
          .put("use_regex", words);
    }
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode tokens = model.putObject("vocab");
    vocabulary.forEach(tokens::put);
    ArrayNode pairs = model.putArray("merges");
    merges.forEach(pair -> pairs.addArray().add(pair[0]).add(pair[1]));
    try {
      return TokenizerJson.JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can always be written", e);
    }
  }
}
