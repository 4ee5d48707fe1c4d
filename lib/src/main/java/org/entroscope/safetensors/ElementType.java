package org.entroscope.safetensors;

/** What a tensor's elements are. The three float types can be read; the others are passed over. */
public enum ElementType {
  F32(4),
  F16(2),
  BF16(2),
  F64(8),
  I64(8),
  U64(8),
  I32(4),
  U32(4),
  I16(2),
  U16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes an element. */
  public int bytes() {
    return bytes;
  }

  /** Whether {@link SafetensorsFile#floats} reads it. */
  public boolean isReadable() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** The value of an element's little-endian bits. */
  float value(int bits) {
    return switch (this) {
      case F32 -> Float.intBitsToFloat(bits);
      case BF16 -> Float.intBitsToFloat(bits << 16);
      case F16 -> half(bits);
      default -> throw new IllegalStateException(this + " is not read as float");
    };
  }

  /** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. Java 20 has this built in, 17 not. */
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
