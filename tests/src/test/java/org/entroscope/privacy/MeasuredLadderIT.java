package org.entroscope.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares private and plain logits for every architecture of the ladder. */
@Tag("slow")
class MeasuredLadderIT {

  /** Returns the tolerance for logits of order one. The polynomial of GELU costs one digit. */
  private static double tolerance(Architecture architecture) {
    return architecture.toString().contains("G") ? 1e-3 : 5e-4;
  }

  static List<Architecture> ladder() {
    return Stream.concat(
            MeasuredLadder.ARCHITECTURES.stream(), Stream.of(Architecture.of("SM+LReLU(layer)")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ladder")
  void tenRandomModelsAgree(Architecture architecture) {
    ModelShape shape = new ModelShape(1, 2, 4, 3, 8);
    for (int seed = 0; seed < 10; seed++) {
      var entry = MeasuredLadder.run(List.of(architecture), shape, seed).entries().get(0);
      assertTrue(
          entry.largestError() < tolerance(architecture),
          architecture + ", seed " + seed + ": off by " + entry.largestError());
    }
  }

  @Test
  void twoLayersAgreeAndSavingsHaveThePapersOrder() {
    MeasuredLadder ladder =
        MeasuredLadder.run(
            List.of(
                Architecture.of("SM + LN + G"),
                Architecture.of("SM + LN + R"),
                Architecture.of("SM + ScFuFFN")),
            new ModelShape(2, 2, 8, 4, 8),
            3);
    ladder.entries().forEach(e -> assertTrue(e.largestError() < 2e-3, () -> "" + e.largestError()));
    var saving = ladder.table().doubleColumn("saving");
    assertEquals(1, saving.get(0));
    assertTrue(saving.get(1) > 1.3 && saving.get(2) > saving.get(1), saving::print);
    assertEquals("2.68", ladder.table().stringColumn("saving in Table 3").get(1));
    assertEquals("3.94", ladder.table().stringColumn("saving in Table 3").get(2));
  }
}
