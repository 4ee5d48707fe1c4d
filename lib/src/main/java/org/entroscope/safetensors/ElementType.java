package org.entroscope.safetensors;

/**
 * The type of a tensor's elements. F32, F16 and BF16 can be read. Tensors of all other types, also
 * of types that are newer than this class, are skipped.
 */
public enum ElementType {
  F32(32),
  F16(16),
  BF16(16),
  F64(64),
  C64(64),
  I64(64),
  U64(64),
  I32(32),
  U32(32),
  I16(16),
  U16(16),
  I8(8),
  U8(8),
  BOOL(8),
  F8_E4M3(8),
  F8_E5M2(8),
  F8_E8M0(8),
  F8_E4M3FNUZ(8),
  F8_E5M2FNUZ(8),
  F6_E2M3(6),
  F6_E3M2(6),
  F4(4),
  /** A type that this class does not know. */
  OTHER(0);

  private final int bits;

  ElementType(int bits) {
    this.bits = bits;
  }

  /** Returns the number of bits per element; 0 if not known. */
  public int bits() {
    return bits;
  }

  /** Returns whether {@link SafetensorsFile#floats} reads this type. */
  public boolean isReadable() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** Returns the value of an element from its bits. */
  float value(int bits) {
    return switch (this) {
      case F32 -> Float.intBitsToFloat(bits);
      case BF16 -> Float.intBitsToFloat(bits << 16);
      case F16 -> half(bits);
      default -> throw new IllegalStateException(this + " cannot be read as float");
    };
  }

  /**
   * IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. Java has this built in from version
   * 20.
   */
  private static float half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }
}
