package org.entroscope.privacy.mpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.entroscope.privacy.MascotCost;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares real MASCOT with the derived cost. */
@Tag("slow")
class MascotProbeIT {

  @Test
  void materialTakesTheDerivedBytes() {
    MascotProbe.Material measured = MascotProbe.material(40, 24);
    double triples = MascotCost.sentForTriples(40);
    double bits = MascotCost.sentForBits(24);
    assertEquals(1, measured.triples().bytesSent() / triples, 0.01);
    assertEquals(1, measured.bits().bytesSent() / bits, 0.01);
  }

  /**
   * Generates one triple and a hundred random bits with the real protocol and uses them for a
   * product.
   */
  @Test
  void multipliesWithSecureMaterial() {
    MascotProbe.Product product = MascotProbe.multiply(1.5, -2.25);
    assertEquals(-3.375, product.product(), 1e-5);
    assertEquals(1, product.online().triples());
    assertEquals(100, product.online().randomBits());
    // FRESCO generates material in batches of 16: one batch of triples, seven of bits, one per
    // input
    double least = MascotCost.sentForTriples(16) + 7.0 * MascotCost.sentForBits(16);
    assertTrue(product.preprocessingBytesSent() > least, product::toString);
    assertTrue(product.preprocessingBytesSent() < 1.05 * least, product::toString);
  }
}
