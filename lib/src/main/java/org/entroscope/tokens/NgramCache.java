package org.entroscope.tokens;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches the n-gram perplexities that this process has computed. The trainings of a sweep use the
 * same data, so its n-grams are counted only once.
 */
public final class NgramCache {

  private static final Map<Key, NgramPerplexities> KNOWN = new ConcurrentHashMap<>();

  private NgramCache() {}

  private record Key(String data, String tokenizer, int context, long heldOut, int vocabulary) {}

  /**
   * Returns the result of {@link NgramPerplexities#of} for examples, which is computed once.
   *
   * @param data the hash of the corpus, or of both corpora
   * @param tokenizer the name of the tokenizer that produced the tokens
   */
  public static NgramPerplexities of(
      String data, String tokenizer, Examples training, Examples heldOut, int vocabulary) {
    Key key = new Key(data, tokenizer, training.context(), heldOut.size(), vocabulary);
    return KNOWN.computeIfAbsent(key, k -> NgramPerplexities.of(training, heldOut, vocabulary));
  }
}
