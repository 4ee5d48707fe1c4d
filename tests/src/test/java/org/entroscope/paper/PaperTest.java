package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.HasPerplexity;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class PaperTest {

  private static final List<PublishedTable> TABLES =
      List.of(
          Paper.table2(),
          Paper.table3(),
          Paper.table4(),
          Paper.table5(),
          Paper.table6(),
          Paper.table7(),
          Paper.table8(),
          Paper.pythia70M());

  @Test
  void everyRowIsAnArchitectureOfTheCatalogue() {
    Set<Architecture> known =
        Paper.catalogue().stream().map(Catalogue.Entry::architecture).collect(Collectors.toSet());
    for (PublishedTable table : TABLES) {
      assertTrue(known.containsAll(table.architectures()), table.title());
      assertEquals(table.table().rowCount(), table.architectures().size());
      assertTrue(table.source().contains("arXiv 24") || table.source().contains("arXiv 25"));
    }
    assertEquals(
        List.of(6, 4, 4, 10, 3, 4, 4, 8),
        TABLES.stream().map(table -> table.table().rowCount()).toList());
  }

  /** Checks relations that the text states. A wrong digit would violate them. */
  @Test
  void numbersAgreeWithWhatTheTextSaysOfThem() {
    Table table2 = Paper.table2().table();
    for (Row row : table2) {
      if (!row.isMissing("perplexity")) {
        double change = 100 * (row.getNumber("perplexity") / 2.688 - 1);
        assertEquals(change, row.getNumber("change (%)"), 0.2, row.getString("architecture"));
      }
    }
    assertTrue(Paper.table2().perplexity(Architecture.of("SM")).isEmpty(), "SM diverges");
    // the savings of Table 3 relative to the first row, as stated in Section 5
    assertSavings(Paper.table3(), 1, 2.68, 1.35);
    assertSavings(Paper.table3(), 3, 3.94, 1.72);
    double plain = Paper.table3().perplexity(Architecture.of("SM + ScFuFFN")).getAsDouble();
    double guided =
        Paper.table3().perplexity(Architecture.of("EReg(SM(t) + ScFuFFN)")).getAsDouble();
    assertEquals(7.8, 100 * (1 - guided / plain), 0.1);
    // replacing GELU by ReLU saves the same 3.4 KB per activation in every table
    assertArrayEquals(
        new double[] {15.88, 63.53, 31.78, 23.83},
        Stream.of(Paper.table3(), Paper.table4(), Paper.table7(), Paper.table8())
            .mapToDouble(
                table ->
                    number(table, 0, "communication (GB)") - number(table, 1, "communication (GB)"))
            .toArray(),
        0.006);
  }

  private static void assertSavings(
      PublishedTable table, int row, double communication, double latency) {
    for (String column : List.of("communication (GB)", "latency (min)")) {
      double saving = number(table, 0, column) / number(table, row, column);
      assertEquals(column.startsWith("c") ? communication : latency, saving, 0.006, column);
    }
  }

  private static double number(PublishedTable table, int row, String column) {
    return table.table().numberColumn(column).getDouble(row);
  }

  @Test
  void floatingPointOperationsAgreeWithTheirFormulas() {
    Object[][] shapes = {
      {Paper.table3(), 12, 128}, {Paper.table4(), 12, 512},
      {Paper.table7(), 12, 256}, {Paper.table8(), 18, 128}
    };
    for (Object[] shape : shapes) {
      PublishedTable table = (PublishedTable) shape[0];
      double layers = (int) shape[1];
      double context = (int) shape[2];
      double width = 768;
      double ffn = 16 * context * width * width * layers / 1e9;
      double attention =
          (8 * context * width * width + 3 * context * context * width) * layers / 1e9;
      assertEquals(ffn, number(table, 0, "FFN FLOPs (G)"), 0.06, table.title());
      assertEquals(ffn / 8, number(table, 2, "FFN FLOPs (G)"), 0.06, table.title());
      assertEquals(attention, number(table, 0, "attention FLOPs (G)"), 0.06, table.title());
    }
  }

  @Test
  void figuresAreTables() {
    assertEquals(5, Paper.figure2a().rowCount());
    assertEquals(6.25, Paper.figure7().numberColumn(2).getDouble(3));
    assertEquals("threshold of a head", Paper.figure6().stringColumn(0).get(0));
    assertEquals(6, Paper.table1().rowCount());
  }

  @Test
  void putsOwnResultsBesideThePublishedOnes() {
    Table table =
        Paper.table3()
            .beside(
                model("SM + LN + G", 3),
                model("EReg(SM(t)+ScFuFFN)", 3.6),
                model("EReg(SM(t)+ScFuFFN)", 4.2),
                model("SM", Double.NaN));
    assertEquals(
        "[SM + LN + G, SM + LN + R, SM + ScFuFFN, EReg(SM(t) + ScFuFFN), SM]",
        table.stringColumn("architecture").asList().toString());
    assertArrayEquals(
        new double[] {3, Double.NaN, Double.NaN, 3.9, Double.NaN},
        table.doubleColumn("perplexity (ours)").asDoubleArray(),
        1e-12);
    assertEquals(2.69, table.doubleColumn("perplexity (paper)").get(0));
    assertTrue(table.doubleColumn("perplexity (paper)").isMissing(4));
    assertEquals(30, table.doubleColumn("change (ours, %)").get(3), 1e-9);
    assertEquals(19.33, table.doubleColumn("change (paper, %)").get(3), 0.01);
    assertArrayEquals(new int[] {1, 0, 0, 2, 1}, table.intColumn("models").asIntArray());
    assertEquals(4, Paper.table3().beside().rowCount());
  }

  private static HasPerplexity model(String architecture, double perplexity) {
    return new HasPerplexity() {
      @Override
      public String name() {
        return architecture;
      }

      @Override
      public Architecture architecture() {
        return Architecture.of(architecture);
      }

      @Override
      public double perplexity() {
        return perplexity;
      }
    };
  }
}
