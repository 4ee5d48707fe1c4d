package org.entroscope.architecture;

/**
 * Which projections of a block (Eq. 2-4) have a bias. The authors' code gives one to Q and K alone.
 */
public enum Biases {
  /** Query and key projections only, as in the authors' code. */
  QK,
  /** Every projection, as in GPT-2. */
  ALL,
  /** No projection. */
  NONE
}
