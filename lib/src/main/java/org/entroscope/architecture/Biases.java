package org.entroscope.architecture;

/**
 * The choice of projections of a block (Eq. 2-4) that have a bias. In the authors' code only Q and
 * K have one.
 */
public enum Biases {
  /** Query and key projections only, as in the authors' code. */
  QK,
  /** Every projection, as in GPT-2. */
  ALL,
  /** No projection. */
  NONE
}
