package org.entroscope.tokens;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * N-gram perplexities that this process has computed, so that the trainings of a sweep, which have
 * their data in common, count it once.
 */
public final class NgramCache {

  private static final Map<Key, NgramPerplexities> KNOWN = new ConcurrentHashMap<>();

  private NgramCache() {}

  private record Key(String data, String tokenizer, int context, long heldOut, int vocabulary) {}

  /**
   * {@link NgramPerplexities#of} of examples, computed once.
   *
   * @param data hash of the corpus, or of both corpora
   * @param tokenizer name of what made tokens of it
   */
  public static NgramPerplexities of(
      String data, String tokenizer, Examples training, Examples heldOut, int vocabulary) {
    Key key = new Key(data, tokenizer, training.context(), heldOut.size(), vocabulary);
    return KNOWN.computeIfAbsent(key, k -> NgramPerplexities.of(training, heldOut, vocabulary));
  }
}
