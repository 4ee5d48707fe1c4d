package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.builder.numeric.field.FieldDefinition;
import dk.alexandra.fresco.framework.builder.numeric.field.FieldElement;
import dk.alexandra.fresco.suite.spdz.datatypes.SpdzInputMask;
import dk.alexandra.fresco.suite.spdz.datatypes.SpdzSInt;
import dk.alexandra.fresco.suite.spdz.datatypes.SpdzTriple;
import dk.alexandra.fresco.suite.spdz.storage.SpdzDataSupplier;

/** Supplies preprocessed material and counts how much is used. */
final class CountingSupplier implements SpdzDataSupplier {

  private final SpdzDataSupplier source;
  private long triples;
  private long bits;
  private long inputMasks;

  CountingSupplier(SpdzDataSupplier source) {
    this.source = source;
  }

  @Override
  public SpdzTriple getNextTriple() {
    triples++;
    return source.getNextTriple();
  }

  @Override
  public SpdzSInt getNextBit() {
    bits++;
    return source.getNextBit();
  }

  @Override
  public SpdzInputMask getNextInputMask(int towardPlayer) {
    inputMasks++;
    return source.getNextInputMask(towardPlayer);
  }

  @Override
  public SpdzSInt[] getNextExpPipe() {
    throw new UnsupportedOperationException("no operation here needs powers of random elements");
  }

  @Override
  public SpdzSInt getNextRandomFieldElement() {
    throw new UnsupportedOperationException("no operation here needs random field elements");
  }

  @Override
  public FieldDefinition getFieldDefinition() {
    return source.getFieldDefinition();
  }

  @Override
  public FieldElement getSecretSharedKey() {
    return source.getSecretSharedKey();
  }

  long triples() {
    return triples;
  }

  long bits() {
    return bits;
  }

  long inputMasks() {
    return inputMasks;
  }
}
