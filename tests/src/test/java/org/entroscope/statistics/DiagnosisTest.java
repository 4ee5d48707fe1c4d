package org.entroscope.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

  private static final float TOP = (float) EntropyBound.causal(64);

  private static Diagnosis of(float[]... layers) {
    return Diagnosis.of(new HeadValues(layers, 64));
  }

  private static float[] heads(float... heads) {
    return heads;
  }

  @Test
  void saysWhichLayersAreCollapsedAndOverloaded() {
    Diagnosis both =
        of(
            heads(TOP, TOP, TOP),
            heads(3, TOP, 1),
            heads(1, 2, 1),
            heads(0, 1, 1),
            heads(0, 0, 1),
            heads(0, 0.001f, 0));
    assertEquals(
        "collapse: layers 4-5 (5 of 6 heads near zero, 1 more in other layers);"
            + " overload: layers 0-1 (5 of 6 heads near the causal bound 3.206)",
        both.toString());
    assertEquals(List.of(4, 5), both.collapsedLayers());
    assertEquals(List.of(0, 1), both.overloadedLayers());
    assertEquals(6, both.collapsedHeads().size());
    assertEquals(new Diagnosis.Head(3, 0), both.collapsedHeads().get(0));
    assertFalse(both.healthy());
  }

  @Test
  void namesLayersThatAreNotNeighbours() {
    assertEquals(
        "collapse: layers 0-1, 3 (3 of 3 heads near zero)",
        of(heads(0), heads(0), heads(1), heads(0), heads(1)).toString());
    assertEquals("collapse: layer 1 (1 of 1 head near zero)", of(heads(1), heads(0)).toString());
  }

  @Test
  void aHeadOrTwoMakeNoLayer() {
    Diagnosis few = of(heads(1, 1, 0), heads(1, 1, 1));
    assertEquals("no layer in collapse, but 1 of 6 heads near zero", few.toString());
    assertTrue(few.healthy());
  }

  @Test
  void divergedHeadsAreNotHealthy() {
    Diagnosis diverged = of(heads(1, 1), heads(1, Float.NaN), heads(Float.NaN, Float.NaN));
    assertEquals("3 heads NaN, first in layer 1", diverged.toString());
    assertFalse(diverged.healthy());
    assertEquals(3, diverged.divergedHeads().size());
  }

  @Test
  void healthyModelsAreCalledSo() {
    assertEquals(
        "healthy: all 2 heads between 10% and 90% of the causal bound 3.206",
        of(heads(1, 2)).toString());
  }

  @Test
  void criteriaAreParameters() {
    HeadValues map = new HeadValues(new float[][] {{1, 2}, {2, 2}}, 64);
    DiagnosisCriteria strict = DiagnosisCriteria.DEFAULT.withCollapsedBelow(0.4);
    assertEquals(List.of(0), Diagnosis.of(map, strict).collapsedLayers());
    assertEquals(List.of(), Diagnosis.of(map, strict.withLayerShare(0.6)).collapsedLayers());
    assertEquals(
        List.of(0, 1),
        Diagnosis.of(
                map,
                DiagnosisCriteria.DEFAULT.withReference(HeadDistribution.Reference.LARGEST_HEAD))
            .overloadedLayers());
    assertEquals(
        List.of(0, 1),
        Diagnosis.of(map, DiagnosisCriteria.DEFAULT.withOverloadedAbove(0.6)).overloadedLayers());
    assertEquals(
        "collapsedBelow must be smaller than overloadedAbove: 0.95 is not smaller than 0.9",
        assertThrows(IllegalArgumentException.class, () -> strict.withCollapsedBelow(0.95))
            .getMessage());
    assertEquals(
        "layerShare must be a share from 0 to 1, not NaN",
        assertThrows(IllegalArgumentException.class, () -> strict.withLayerShare(Double.NaN))
            .getMessage());
  }
}
