package org.entroscope.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.paper.Paper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationCountsTest {

  /**
   * Checks every printed row of the four tables, with one exception: Table 4 prints 7.3B for the
   * fused networks, see {@link #table4RoundsTwice}.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Table 3; SM + LN + G; SM:144 x R^(128x128), LN:24 x R^(128x768), G:12 x R^(128x3072); 14.5B; 7.7B
          Table 3; SM + LN + R; SM:144 x R^(128x128), LN:24 x R^(128x768), R:12 x R^(128x3072); 14.5B; 7.7B
          Table 3; SM + ScFuFFN; SM:144 x R^(128x128); 1.8B; 7.7B
          Table 3; EReg(SM(t) + ScFuFFN); SM:144 x R^(128x128); 1.8B; 7.7B
          Table 4; SM + LN + G; SM:144 x R^(512x512), LN:24 x R^(512x768), G:12 x R^(512x3072); 58.0B; 36.2B
          Table 4; SM + LN + R; SM:144 x R^(512x512), LN:24 x R^(512x768), R:12 x R^(512x3072); 58.0B; 36.2B
          Table 4; SM + ScFuFFN; SM:144 x R^(512x512); 7.2B; 36.2B
          Table 4; EReg(SM(t) + ScFuFFN); SM:144 x R^(512x512); 7.2B; 36.2B
          Table 7; SM + LN + G; SM:144 x R^(256x256), LN:24 x R^(256x768), G:12 x R^(256x3072); 29.0B; 16.3B
          Table 7; SM + LN + R; SM:144 x R^(256x256), LN:24 x R^(256x768), R:12 x R^(256x3072); 29.0B; 16.3B
          Table 7; SM + ScFuFFN; SM:144 x R^(256x256); 3.6B; 16.3B
          Table 7; EReg(SM(t) + ScFuFFN); SM:144 x R^(256x256); 3.6B; 16.3B
          Table 8; SM + LN + G; SM:216 x R^(128x128), LN:36 x R^(128x768), G:18 x R^(128x3072); 21.7B; 11.6B
          Table 8; SM + LN + R; SM:216 x R^(128x128), LN:36 x R^(128x768), R:18 x R^(128x3072); 21.7B; 11.6B
          Table 8; SM + ScFuFFN; SM:216 x R^(128x128); 2.7B; 11.6B
          Table 8; EReg(SM(t) + ScFuFFN); SM:216 x R^(128x128); 2.7B; 11.6B
          """)
  void agreesWithEveryPrintedRow(
      String table, String architecture, String notation, String ffn, String attention) {
    OperationCounts counts = OperationCounts.of(Architecture.of(architecture), Paper.shape(table));
    assertEquals(notation, counts.notation());
    assertEquals(ffn, counts.ffnFlopsPrinted());
    assertEquals(attention, counts.attentionFlopsPrinted());
  }

  /**
   * The exact value 2 T d^2 L is 7.248 billion. One eighth of the 58.0 billion printed in the row
   * above rounds to 7.3.
   */
  @Test
  void table4RoundsTwice() {
    OperationCounts counts =
        OperationCounts.of(Architecture.of("SM + ScFuFFN"), Paper.shape("Table 4"));
    assertEquals(7_247_757_312L, counts.ffnFlops());
    assertEquals(7.3, Math.round(58.0 / 8 * 10) / 10.0);
  }

  @Test
  void tableHasARowForEachKindOfOperation() {
    var table = OperationCounts.of(Architecture.of("SM + LN + G"), ModelShape.gpt2Small()).table();
    assertEquals(3, table.rowCount());
    assertEquals(12L * 128 * 3072, table.longColumn("elements").get(2));
    assertEquals("128 x 768", table.stringColumn("shape").get(1));
  }

  @Test
  void countsWhatThePaperLeavesOut() {
    ModelShape shape = ModelShape.gpt2Small();
    assertEquals(
        "SM:144 x R^(128x128), QKN:288 x R^(128x64)",
        OperationCounts.of(Architecture.of("SM + QKN"), shape).notation());
    assertEquals(
        "SM:144 x R^(128x128), LReLU:12 x R^(128x3072)",
        OperationCounts.of(Architecture.of("SM + LReLU(layer)"), shape).notation());
    assertEquals(
        OperationCounts.of(Architecture.of("SM"), shape),
        OperationCounts.of(Architecture.of("SM + WN(FFN)"), shape));
  }
}
