package org.entroscope.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.junit.jupiter.api.Test;

class FrontierTest {

  private final ModelShape shape = ModelShape.gpt2Small();

  /**
   * Of the four architectures of Table 3, the softmax-only one without a regulariser is dominated.
   */
  @Test
  void findsWhatIsWorthHavingInTable3() {
    Frontier frontier =
        Frontier.of(CostModel.paper())
            .add("Table 3", Architecture.of("SM + LN + G"), shape, 2.69)
            .add("Table 3", Architecture.of("SM + LN + R"), shape, 2.76)
            .add("Table 3", Architecture.of("SM + ScFuFFN"), shape, 3.48)
            .add("Table 3", Architecture.of("EReg(SM(t) + ScFuFFN)"), shape, 3.21);
    assertEquals(
        List.of("EReg(SM(t) + ScFuFFN)", "SM + LN + R", "SM + LN + G"),
        frontier.worthHaving().stream().map(Frontier.Point::label).toList());
    assertEquals(4, frontier.table().rowCount());
    assertEquals(false, frontier.table().booleanColumn("worth having").get(2));
  }

  @Test
  void takesPublishedTables() {
    Frontier frontier = Frontier.of(CostModel.paper()).addPublished("Table 4");
    assertEquals(4, frontier.points().size());
    assertEquals("145.24", frontier.points().get(0).cost().gigabytes().toString());
    assertEquals(26.55, frontier.worthHaving().get(0).perplexity());
    assertThrows(IllegalArgumentException.class, () -> frontier.addPublished("Table 5"));
  }

  @Test
  void comparesWithinAGroupOnly() {
    Frontier frontier =
        Frontier.of(CostModel.paper(), Network.LAN)
            .add("Table 3", Architecture.of("SM + LN + G"), shape, 2.69)
            .add("bytes", Architecture.of("SM + ScFuFFN"), shape, 1.5);
    assertEquals(2, frontier.worthHaving().size());
    assertEquals("LAN", frontier.points().get(0).cost().network());
  }

  @Test
  void aDivergedModelIsThereAndNeverWorthHaving() {
    Frontier frontier =
        Frontier.of(CostModel.paper())
            .add("bytes", Architecture.of("SM"), shape, Double.NaN)
            .add("bytes", Architecture.of("SM + LN"), shape, Double.POSITIVE_INFINITY)
            .add("bytes", Architecture.of("SM + LN + G"), shape, 4.5);
    assertEquals(
        List.of("SM + LN + G"),
        frontier.worthHaving().stream().map(Frontier.Point::label).toList());
    assertTrue(frontier.table().doubleColumn("perplexity").isMissing(0));
    assertTrue(frontier.table().doubleColumn("perplexity").isMissing(1));
    assertEquals(4.5, frontier.table().doubleColumn("perplexity").get(2));
  }

  @Test
  void refusesImpossiblePerplexity() {
    Frontier frontier = Frontier.of(CostModel.paper());
    assertThrows(
        IllegalArgumentException.class,
        () -> frontier.add("x", Architecture.of("SM"), shape, 0.99));
  }
}
