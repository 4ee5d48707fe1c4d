package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.entroscope.statistics.LearnedValues;
import org.entroscope.sweep.Recorded;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

class CounterpartsTest {

  private static final Counterparts PUBLISHED = Counterparts.of(new World(true).result());

  private static List<Counterpart> rows(Counterparts counterparts, String table) {
    return counterparts.all().stream().filter(row -> row.table().equals(table)).toList();
  }

  private static Counterpart row(Counterparts counterparts, String table, String row) {
    return rows(counterparts, table).stream()
        .filter(r -> r.row().equals(row))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Counts the numbers and operations of a table. The diverged model of Table 2 has no numbers, but
   * it has a row.
   */
  private static int cells(Table table, String... labels) {
    int cells = 0;
    for (Column<?> column : table.columns()) {
      cells += List.of(labels).contains(column.name()) ? 0 : table.rowCount();
    }
    return cells;
  }

  @Test
  void everyPublishedNumberHasARow() {
    Map<String, Integer> cells =
        Map.of(
            "Table 2", cells(Paper.table2().table(), "architecture", "change (%)"),
            "Table 3", cells(Paper.table3().table(), "architecture"),
            "Table 4", cells(Paper.table4().table(), "architecture"),
            "Table 5", cells(Paper.table5().table(), "architecture"),
            "Table 6", cells(Paper.table6().table(), "architecture"),
            "Table 7", cells(Paper.table7().table(), "architecture"),
            "Table 8", cells(Paper.table8().table(), "architecture"),
            // the shares of heads are listed relative to two references
            "Figure 2a", 2 * Paper.figure2a().rowCount(),
            "Figure 6", Paper.figure6().rowCount(),
            "Figure 7", 2 * Paper.figure7().rowCount());
    Map<String, Integer> rows =
        PUBLISHED.all().stream()
            .collect(Collectors.groupingBy(Counterpart::table, Collectors.summingInt(r -> 1)));
    assertEquals(cells, rows);
  }

  @Test
  void aNumberHasACounterpartOrAReason() {
    for (Counterpart row : PUBLISHED.all()) {
      boolean none = row.kind() == Counterpart.Kind.NOT_HERE;
      assertEquals(none, row.ours().isEmpty(), row::toString);
      assertTrue(!none || row.remark().length() > 20, row::toString);
      assertFalse(row.published().isEmpty(), row::toString);
    }
    for (Counterpart row : PUBLISHED.perplexityRows()) {
      assertEquals(Counterpart.Kind.MEASURED, row.kind(), row::toString);
    }
  }

  @Test
  void whereThePaperIsRightEveryDirectionAndEveryOrderIsTheSame() {
    List<Counterpart> wrong =
        PUBLISHED.perplexityRows().stream()
            .filter(row -> row.kind() == Counterpart.Kind.MEASURED)
            .filter(row -> row.disagrees() || row.direction() == Direction.OPEN)
            .toList();
    assertEquals(List.of(), wrong);
    Counterpart relu = row(PUBLISHED, "Table 2", "SM + R");
    assertEquals(5, relu.comparable());
    assertEquals(100 * (2.936 / 2.688 - 1), relu.publishedChange(), 1e-9);
    assertEquals(100 * (2.94 / 2.69 - 1), relu.change(), 1e-9);
    assertEquals("diverges", row(PUBLISHED, "Table 2", "SM").published());
    assertEquals(Direction.SAME, row(PUBLISHED, "Table 2", "SM").direction());
  }

  @Test
  void whereItIsWrongTheyAreTheOtherAndTheRemarkSaysMore() {
    Counterparts wrong = Counterparts.of(new World(false).result());
    for (Counterpart row : rows(wrong, "Table 2")) {
      assertEquals(0, row.sameOrder(), row::toString);
      if (row.direction() != Direction.BASELINE) {
        assertEquals(Direction.OTHER, row.direction(), row::toString);
        assertTrue(row.remark().contains("ordered differently relative to "), row::toString);
        assertTrue(row.remark().contains("of its heads near zero"), row::toString);
      }
    }
    assertEquals(
        wrong.all().stream().filter(Counterpart::disagrees).count(),
        wrong.disagreeing().rowCount());
  }

  @Test
  void table4HasThePerplexitiesOnTheWayAndAtTheEnd() {
    List<Counterpart> reglu =
        rows(PUBLISHED, "Table 4").stream()
            .filter(row -> row.kind() == Counterpart.Kind.MEASURED)
            .filter(row -> row.row().equals("SM + LN + R"))
            .toList();
    assertEquals(
        List.of("perplexity (4.8B tokens)", "perplexity (1.2B tokens)", "perplexity (2.4B tokens)"),
        reglu.stream().map(Counterpart::quantity).toList());
    double end = 0.9 * 2.76;
    assertTrue(reglu.get(0).ours().startsWith("%.2f".formatted(end)), reglu::toString);
    double before = Math.exp(0.1) * end; // as Recorded simulates it
    assertTrue(reglu.get(1).ours().startsWith("%.2f".formatted(before)), reglu::toString);
  }

  @Test
  void table5ComparesLayersOfOneNormalisation() {
    Counterpart queries = row(PUBLISHED, "Table 5", "SM + SN(QK)");
    assertEquals(100 * (4.25 / 3.63 - 1), queries.publishedChange(), 1e-9);
    assertEquals(4, queries.comparable());
    assertEquals(Direction.BASELINE, row(PUBLISHED, "Table 5", "SM + WN(FFN)").direction());
  }

  @Test
  void figure7PoolsTheTolerancesOfARow() {
    Counterpart first = rows(PUBLISHED, "Figure 7").get(0);
    assertEquals("gamma 0.00 to 0.15", first.row());
    assertEquals("1%", first.published());
    // the mean of 1, 2, 3 and 4 of 32 heads
    assertTrue(first.ours().startsWith("8%"), first::ours);
    Counterpart last = rows(PUBLISHED, "Figure 7").get(3);
    assertEquals(5.55, last.publishedChange(), 1e-9);
    assertEquals(Direction.SAME, last.direction());
  }

  @Test
  void figure6WantsThresholds() {
    assertEquals(
        Counterpart.Kind.NOT_HERE, row(PUBLISHED, "Figure 6", "EReg(SM(t) + ScFuFFN)").kind());
    float[][] values = {{0.3f, 0.4f}, {0.35f, 0.45f}};
    LearnedValues learned = new LearnedValues("m", "threshold", "share", values);
    List<Counterpart> with = rows(PUBLISHED.withThresholds(learned), "Figure 6");
    assertEquals("0.300 to 0.450", with.get(0).ours());
    assertEquals(List.of(Direction.SAME, Direction.SAME, Direction.SAME), directions(with));
    values[0][0] = 0.9f;
    values[1][1] = 0.8f;
    learned = new LearnedValues("m", "threshold", "share", values);
    assertEquals(
        List.of(Direction.OPEN, Direction.OTHER, Direction.OTHER),
        directions(rows(PUBLISHED.withThresholds(learned), "Figure 6")));
  }

  private static List<Direction> directions(List<Counterpart> rows) {
    return rows.stream().map(Counterpart::direction).toList();
  }

  @Test
  void operationsAreAsPrintedAndCostsWithinFivePerCent() {
    for (Counterpart row : PUBLISHED.all()) {
      if (row.kind() == Counterpart.Kind.COMPUTED) {
        assertTrue(
            row.remark().equals("as printed") || row.remark().endsWith("rounding; unrounded 7.248"),
            row::toString);
        assertFalse(row.disagrees(), row::toString);
      } else if (row.kind() == Counterpart.Kind.MODELLED) {
        double off = Double.parseDouble(row.ours()) / Double.parseDouble(row.published()) - 1;
        assertTrue(Math.abs(off) < 0.05, row::toString);
        assertFalse(row.disagrees(), row::toString);
      }
    }
  }

  @Test
  void withoutResultsOnlyCountsAndPredictionsAreLeft() {
    Counterparts none = Counterparts.of(Recorded.result(List.of()));
    assertTrue(
        none.toString()
            .startsWith(
                "123 published numbers in 132 rows (shares of heads are measured in two ways): 36 counted, 32 predicted, 64 without counterpart, 0 measured; of the measured ones, 0 changed"),
        none::toString);
    assertEquals("not recorded", row(none, "Table 2", "SM").remark());
  }

  @Test
  void tablesAreNamedAndAgreementIsCounted() {
    assertEquals(6, PUBLISHED.table("Table 2").rowCount());
    assertThrows(IllegalArgumentException.class, () -> PUBLISHED.table("Table 9"));
    Table agreement = PUBLISHED.agreement();
    int table2 = agreement.stringColumn("numbers").asList().indexOf("Table 2: perplexity");
    assertEquals("15 of 15", agreement.getString(table2, "pairs in the same order"));
    assertEquals(5, agreement.intColumn("same direction").getInt(table2));
    int rows = 0;
    for (int count : agreement.intColumn("rows")) {
      rows += count;
    }
    assertEquals(PUBLISHED.all().size(), rows);
  }
}
