package org.entroscope.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import org.entroscope.engine.Autograd;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.HeadValues;

/**
 * Runs forward passes over one sequence and returns plain Java values, without keeping native
 * memory.
 */
final class Inspection {

  private static final String ENTROPY = "layer.%s.attention.entropy";
  private static final String PROBABILITIES = "layer.%s.attention.probabilities";
  private static final String ALL = "*";

  private Inspection() {}

  static ActivationCache run(Gpt gpt, int[] tokens, Hook hook, String... names) {
    Capture capture = Capture.of(names);
    try (ModelLock.Reservation reservation = gpt.reserve("observation");
        Autograd none = Autograd.paused();
        NDScope scope = new NDScope();
        NDManager manager = gpt.manager().newSubManager()) {
      scope.suppressNotUsedWarning();
      gpt.forward(Tokens.batch(gpt, manager, tokens, 1), false, hook.and(capture));
      return new ActivationCache(capture);
    }
  }

  static float[][] logits(Gpt gpt, int[] tokens, Hook... hooks) {
    Hook all = Hook.NONE;
    for (Hook hook : hooks) {
      all = all.and(hook);
    }
    return run(gpt, tokens, all, "logits").matrix("logits");
  }

  static HeadValues entropy(Gpt gpt, int[] tokens, Hook hook) {
    checkPairs("entropy", tokens);
    ActivationCache cache = run(gpt, tokens, hook, ENTROPY.formatted(ALL));
    float[][] means = new float[gpt.shape().layers()][gpt.shape().heads()];
    for (int l = 0; l < means.length; l++) {
      float[][] queries = cache.matrix(ENTROPY.formatted(l)); // H T
      for (int h = 0; h < queries.length; h++) {
        double sum = 0;
        for (float entropy : queries[h]) {
          sum += entropy;
        }
        means[l][h] = (float) (sum / queries[h].length);
      }
    }
    return new HeadValues(means, tokens.length);
  }

  static float[][] attention(Gpt gpt, int[] tokens, int layer, int head) {
    gpt.shape().checkHead(layer, head);
    String name = PROBABILITIES.formatted(layer);
    return run(gpt, tokens, Hook.NONE, name).matrix(name, head);
  }

  static AttentionMaps attention(Gpt gpt, int[] tokens) {
    checkPairs("attention", tokens);
    ActivationCache cache = run(gpt, tokens, Hook.NONE, PROBABILITIES.formatted(ALL));
    float[][][][] heads = new float[gpt.shape().layers()][gpt.shape().heads()][][];
    for (int l = 0; l < heads.length; l++) {
      for (int h = 0; h < heads[l].length; h++) {
        heads[l][h] = cache.matrix(PROBABILITIES.formatted(l), h);
      }
    }
    return new AttentionMaps(gpt.architecture().toString(), heads, Tokens.texts(gpt, tokens));
  }

  private static void checkPairs(String what, int[] tokens) {
    if (tokens.length < 2) {
      throw new IllegalArgumentException(
          "%s needs at least 2 tokens, not %d: a single token sees only itself"
              .formatted(what, tokens.length));
    }
  }
}
