package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.builder.numeric.field.FieldDefinition;
import dk.alexandra.fresco.suite.spdz.storage.SpdzDataSupplier;
import dk.alexandra.fresco.suite.spdz.storage.SpdzDummyDataSupplier;
import java.math.BigInteger;
import java.security.SecureRandom;

/** FRESCO's test dealer, whose preprocessing is suitable only for measuring the online phase. */
final class TestDealer {

  private TestDealer() {}

  // returns the supertype, so that Party can be linked, and can report it, if FRESCO is missing
  static SpdzDataSupplier of(Role role) {
    FieldDefinition field = Arithmetic.field();
    BigInteger key = new BigInteger(Arithmetic.FIELD_BITS - 1, new SecureRandom());
    return new SpdzDummyDataSupplier(role.id(), 2, field, key);
  }
}
