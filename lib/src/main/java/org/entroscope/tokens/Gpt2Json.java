package org.entroscope.tokens;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes GPT-2's vocabulary as a {@code tokenizer.json}. JTokkit has the tokens and their ranks,
 * but not the pairs that are merged.
 */
final class Gpt2Json {

  private static final int END_OF_TEXT = 50256;

  private Gpt2Json() {}

  private static final class Holder {
    static final byte[] CONTENT = make();
  }

  static byte[] content() {
    return Holder.CONTENT.clone();
  }

  private static byte[] make() {
    Gpt2Tokenizer tokenizer = Gpt2Tokenizer.instance();
    Map<ByteBuffer, Integer> ranks = new HashMap<>();
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    List<String[]> merges = new ArrayList<>();
    for (int id = 0; id < END_OF_TEXT; id++) {
      byte[] bytes = tokenizer.bytes(id);
      if (bytes.length > 1) {
        merges.add(pair(bytes, ranks));
      }
      ranks.put(ByteBuffer.wrap(bytes), id);
      vocabulary.put(ByteLevel.text(bytes), id);
    }
    String end = "<|endoftext|>";
    vocabulary.put(end, END_OF_TEXT);
    return ByteLevel.json(vocabulary, merges, Map.of(end, END_OF_TEXT), true, false);
  }

  /** Returns the two tokens that remain after the merges of lower rank have been applied. */
  private static String[] pair(byte[] bytes, Map<ByteBuffer, Integer> ranks) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i <= bytes.length; i++) {
      starts.add(i);
    }
    while (starts.size() > 3) {
      int best = -1;
      int lowest = Integer.MAX_VALUE;
      for (int i = 0; i + 2 < starts.size(); i++) {
        int length = starts.get(i + 2) - starts.get(i);
        Integer rank = ranks.get(ByteBuffer.wrap(bytes, starts.get(i), length));
        if (rank != null && rank < lowest) {
          lowest = rank;
          best = i;
        }
      }
      starts.remove(best + 1);
    }
    String text = ByteLevel.text(bytes);
    return new String[] {text.substring(0, starts.get(1)), text.substring(starts.get(1))};
  }
}
