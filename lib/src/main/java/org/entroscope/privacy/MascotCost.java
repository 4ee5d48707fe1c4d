package org.entroscope.privacy;

/**
 * What it costs to produce preprocessing material securely with MASCOT (Keller, Orsini, Scholl, CCS
 * 2016) between two parties, derived from the protocol as FRESCO implements it.
 *
 * <p>With a field of k bits, &tau; = 3 candidates a triple and &lambda; = k, one batch of n triples
 * makes each party send
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
 * checks are a few field elements each and left out; base transfers happen once and are left out.
 */
public final class MascotCost {

  private static final int FIELD_BITS = 128;
  private static final int ELEMENT_BYTES = FIELD_BITS / 8;
  private static final int CANDIDATES = 3;
  private static final int SEED_BITS = 256;
  private static final int AUTHENTICATED = 5;

  private MascotCost() {}

  /** Bytes that each party sends to make a batch of triples. */
  public static long sentForTriples(long n) {
    long transfers = CANDIDATES * n * FIELD_BITS;
    long extended = powerOfTwoFrom(Math.max(transfers, 16) + SEED_BITS + FIELD_BITS);
    long asReceiver = extended * SEED_BITS / 8;
    long asSender = transfers * ELEMENT_BYTES;
    return asReceiver + asSender + sentForAuthentication(AUTHENTICATED * n);
  }

  /** Bytes that each party sends to make a batch of random bits. */
  public static long sentForBits(long n) {
    long openings = 3 * n * ELEMENT_BYTES;
    return sentForAuthentication(n) + sentForTriples(n) + openings;
  }

  /** One share of each value to the other party, and k elements of correlated transfer. */
  private static long sentForAuthentication(long values) {
    return values * ELEMENT_BYTES + (values + 1) * FIELD_BITS * ELEMENT_BYTES;
  }

  private static long powerOfTwoFrom(long least) {
    long power = Long.highestOneBit(least);
    return power == least ? power : 2 * power;
  }

  /**
   * Bytes of both directions to make the material of a run, in batches of the given size; input
   * masks are one authenticated element each.
   */
  public static double bytes(OperationCost used, int batch) {
    double perTriple = 2.0 * sentForTriples(batch) / batch;
    double perBit = 2.0 * sentForBits(batch) / batch;
    double perMask = sentForAuthentication(batch) / (double) batch;
    return used.triples() * perTriple + used.randomBits() * perBit + used.inputMasks() * perMask;
  }
}
