package org.entroscope.engine;

/**
 * How matrix products with learned weights are computed. Weights, logits, softmax, entropies and
 * the optimiser are in single precision whatever is chosen here.
 */
public enum Precision {
  /** In single precision: the default. */
  FLOAT32,
  /**
   * Factors rounded to bfloat16 (8 bits of precision), sums in single precision. Two to four times
   * as fast where the processor has instructions for it (AVX512-BF16 or AMX), slower elsewhere.
   * Architectures without LayerNorm can lose their stability to it: the softmax-only model of 12
   * layers did.
   */
  BFLOAT16
}
