package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.builder.numeric.field.FieldDefinition;
import dk.alexandra.fresco.framework.builder.numeric.field.MersennePrimeFieldDefinition;

/**
 * The arithmetic of the parties: integers modulo a prime of {@link #FIELD_BITS} bits that represent
 * fixed-point numbers.
 */
final class Arithmetic {

  /**
   * The size of the prime field, which determines the size of shares and the strength of their
   * authentication.
   */
  static final int FIELD_BITS = 128;

  /**
   * The number of bits of the largest intermediate result, sign included. Another 40 bits hide it
   * when it is opened.
   */
  static final int INTEGER_BITS = 60;

  /** The number of fractional bits. */
  static final int FRACTION_BITS = 20;

  /** The largest magnitude that a product may have: {@code 2^19}. */
  static final double LARGEST = Math.pow(2, INTEGER_BITS - 1 - 2 * FRACTION_BITS);

  private Arithmetic() {}

  static FieldDefinition field() {
    return MersennePrimeFieldDefinition.find(FIELD_BITS);
  }

  /** Returns the facts on which the parties must agree. */
  static String facts() {
    return "field " + FIELD_BITS + ", integer " + INTEGER_BITS + ", fraction " + FRACTION_BITS;
  }
}
