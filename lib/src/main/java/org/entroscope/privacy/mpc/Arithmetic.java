package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.builder.numeric.field.FieldDefinition;
import dk.alexandra.fresco.framework.builder.numeric.field.MersennePrimeFieldDefinition;

/**
 * The numbers that parties compute with: integers modulo a prime of {@link #FIELD_BITS} bits, which
 * stand for fixed-point numbers.
 */
final class Arithmetic {

  /** Size of the prime field: shares, and the strength of their authentication. */
  static final int FIELD_BITS = 128;

  /** Bits of the largest intermediate result, sign included; 40 more hide it when it is opened. */
  static final int INTEGER_BITS = 60;

  /** Bits behind the binary point. */
  static final int FRACTION_BITS = 20;

  /** The largest magnitude that a product may have: {@code 2^19}. */
  static final double LARGEST = Math.pow(2, INTEGER_BITS - 1 - 2 * FRACTION_BITS);

  private Arithmetic() {}

  static FieldDefinition field() {
    return MersennePrimeFieldDefinition.find(FIELD_BITS);
  }

  /** For the agreement between parties. */
  static String facts() {
    return "field " + FIELD_BITS + ", integer " + INTEGER_BITS + ", fraction " + FRACTION_BITS;
  }
}
