package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entroscope.engine.Autograd;

/**
 * Continues a sequence with one token per pass and caches the keys and values of earlier tokens
 * (Eq. 2-3).
 */
final class Generator {

  private final Gpt gpt;
  private final Hook hook;
  private final Sampling sampling;
  private final Capture entropies;

  Generator(Gpt gpt, Sampling sampling, Hook hook) {
    this.gpt = gpt;
    this.hook = hook;
    this.sampling = sampling;
    entropies = Capture.entropies();
  }

  Generation run(int[] prompt, int count) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("the prompt must hold at least one token");
    }
    if (count < 0) {
      throw new IllegalArgumentException("count must be at least 0 tokens, not " + count);
    }
    Tokens.check(gpt, prompt);
    Sampler sampler = new Sampler(sampling);
    int[] all = Arrays.copyOf(prompt, prompt.length + count);
    List<Generation.Step> steps = new ArrayList<>();
    try (ModelLock.Reservation reservation = gpt.reserve("generation");
        Window window = new Window()) {
      for (int length = prompt.length; length < all.length; length++) {
        if (Thread.interrupted()) {
          break;
        }
        Generation.Step step = window.next(all, length, sampler);
        steps.add(step);
        all[length] = step.token();
      }
    }
    return new Generation(prompt, steps, gpt.readsText() ? gpt.tokenizer() : null);
  }

  /** The part of the sequence that the model sees. */
  private final class Window implements AutoCloseable {

    private final int context = gpt.shape().context();
    private int start;
    private KeyValueCache cache = new KeyValueCache(gpt.manager());

    /** Processes the tokens that are not cached yet, and chooses the next token. */
    Generation.Step next(int[] tokens, int length, Sampler sampler) {
      if (length - start > context) {
        start = length - context / 2;
        cache.close();
        cache = new KeyValueCache(gpt.manager());
      }
      int[] unread = Arrays.copyOfRange(tokens, start + cache.length(), length);
      try (Autograd none = Autograd.paused();
          NDScope scope = new NDScope();
          NDManager manager = gpt.manager().newSubManager()) {
        scope.suppressNotUsedWarning();
        NDArray batch = Tokens.batch(gpt, manager, unread, 1);
        NDArray logits =
            gpt.forward(batch, ForwardContext.continuing(cache, hook.and(entropies))); // 1 n V
        cache.advance(unread.length);
        int token = sampler.next(logits.get(":, -1").toFloatArray());
        return new Generation.Step(token, length - start, newest());
      }
    }

    /** Returns the entropies of the last query, L x H. */
    private float[][] newest() {
      return entropies.values().stream()
          .map(layer -> layer.get(":, :, -1").toFloatArray())
          .toArray(float[][]::new);
    }

    @Override
    public void close() {
      cache.close();
    }
  }
}
