package org.entroscope.privacy;

/**
 * Computes the cost of producing preprocessing material securely with MASCOT (Keller, Orsini,
 * Scholl, CCS 2016) between two parties, derived from the protocol as FRESCO implements it.
 *
 * <p>With a field of k bits, &tau; = 3 candidates per triple and &lambda; = k, each party sends for
 * one batch of n triples
 *
 * <ul>
 *   <li>as receiver of oblivious transfers: 256 bits for each of the {@code tau n k} transfers,
 *       whose number with 256 + &lambda; sacrificed ones is rounded up to a power of two;
 *   <li>as their sender: k bits for each of the {@code tau n k} transfers;
 *   <li>to authenticate its shares of the five values a, b, c and two sacrificed ones: k + 1 field
 *       elements each.
 * </ul>
 *
 * A random bit is an authenticated random element, squared with a triple. Openings, coin tosses and
 * checks take only a few field elements each, and base transfers happen only once; both are left
 * out.
 */
public final class MascotCost {

  private static final int FIELD_BITS = 128;
  private static final int ELEMENT_BYTES = FIELD_BITS / 8;
  private static final int CANDIDATES = 3;
  private static final int SEED_BITS = 256;
  private static final int AUTHENTICATED = 5;

  private MascotCost() {}

  /** Returns the bytes that each party sends to produce a batch of triples. */
  public static long sentForTriples(long n) {
    long transfers = CANDIDATES * n * FIELD_BITS;
    long extended = powerOfTwoFrom(Math.max(transfers, 16) + SEED_BITS + FIELD_BITS);
    long asReceiver = extended * SEED_BITS / 8;
    long asSender = transfers * ELEMENT_BYTES;
    return asReceiver + asSender + sentForAuthentication(AUTHENTICATED * n);
  }

  /** Returns the bytes that each party sends to produce a batch of random bits. */
  public static long sentForBits(long n) {
    long openings = 3 * n * ELEMENT_BYTES;
    return sentForAuthentication(n) + sentForTriples(n) + openings;
  }

  /**
   * Returns the bytes for one share of each value to the other party and k elements of correlated
   * transfer.
   */
  private static long sentForAuthentication(long values) {
    return values * ELEMENT_BYTES + (values + 1) * FIELD_BITS * ELEMENT_BYTES;
  }

  private static long powerOfTwoFrom(long least) {
    long power = Long.highestOneBit(least);
    return power == least ? power : 2 * power;
  }

  /**
   * Returns the bytes of both directions to produce the material of a run in batches of the given
   * size. An input mask is one authenticated element.
   */
  public static double bytes(OperationCost used, int batch) {
    double perTriple = 2.0 * sentForTriples(batch) / batch;
    double perBit = 2.0 * sentForBits(batch) / batch;
    double perMask = sentForAuthentication(batch) / (double) batch;
    return used.triples() * perTriple + used.randomBits() * perBit + used.inputMasks() * perMask;
  }
}
