package org.entroscope.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Tests that a table shows each number correctly, whatever else is in the column. */
class TableDisplayTest {

  private static final Pattern CELL = Pattern.compile("<td[^>]*>(.*?)</td>");

  private static DisplayBundle bundle(Column<?>... columns) {
    return Displays.of(Table.create("t", columns)).orElseThrow();
  }

  /** Returns the visible texts of the cells, row by row. */
  private static List<String> cells(DisplayBundle bundle) {
    Matcher cells = CELL.matcher(bundle.html());
    return cells
        .results()
        .map(cell -> cell.group(1).replaceAll("<span style=\"visibility:hidden\">.*?</span>", ""))
        .toList();
  }

  private static List<String> shown(double... values) {
    return cells(bundle(DoubleColumn.create("x", values)));
  }

  @Test
  void aLargeNumberTakesNoDigitsFromASmallOne() {
    assertEquals(List.of("1", "1.5", "1,000,000"), shown(1, 1.5, 1_000_000));
    assertEquals(List.of("4.5", "123,457"), shown(4.5, 123456.789));
    assertEquals(List.of("2.688", "18.9", ""), shown(2.688000123, 18.9, Double.NaN));
    assertEquals(List.of("0.0001235", "0.001", "0"), shown(0.000123456, 0.001, 0));
    assertEquals(List.of("1.235E-7", "2E30", "-4.5"), shown(1.23456e-7, 2e30, -4.5));
  }

  @Test
  void noFractionBelowAThousandIsRoundedAway() {
    assertEquals(List.of("999.96", "999.5", "-123.04"), shown(999.96, 999.5, -123.04));
    assertEquals(List.of("99.996", "1.00001", "3.9999999"), shown(99.996, 1.00001, 3.9999999));
    assertEquals(
        List.of("3.000"), shown(3.0000000000000004), "an error of rounding is no fraction");
    assertEquals(List.of("0.3000", "0.3"), shown(0.1 + 0.2, 0.3));
  }

  @Test
  void numbersThatAreNoneAreNamed() {
    double infinite = Double.POSITIVE_INFINITY;
    DisplayBundle bundle = bundle(DoubleColumn.create("x", infinite, -infinite, Double.NaN, 1.5));
    assertEquals(List.of("Infinity", "-Infinity", "", "1.5"), cells(bundle));
    assertTrue(bundle.html().contains("Empty cells: missing or NaN."), bundle.html());
    assertTrue(bundle.text().contains("-Infinity"), bundle.text());
    IntColumn whole = IntColumn.create("n", 1, 2).appendMissing();
    assertEquals(List.of("1", "2", ""), cells(bundle(whole)));
    assertFalse(bundle(whole).html().contains("NaN"), "whole numbers know no NaN");
  }

  @Test
  void wholeNumbersAndSinglePrecisionAreAsTheyAre() {
    assertEquals(List.of("1", "22222"), cells(bundle(IntColumn.create("n", 1, 22222))));
    assertEquals(
        List.of("9007199254740993"), cells(bundle(LongColumn.create("n", 9007199254740993L))));
    assertEquals(
        List.of("0.1", "3.142"), cells(bundle(FloatColumn.create("f", 0.1f, (float) Math.PI))));
  }

  @Test
  void aColumnKeepsAPrintFormatOfItsOwn() {
    DoubleColumn share = DoubleColumn.create("share", 0.125, 0.5);
    share.setPrintFormatter(NumberColumnFormatter.percent(1));
    assertEquals(List.of("12.5%", "50.0%"), cells(bundle(share)));
    DoubleColumn plain = DoubleColumn.create("x", 2.688000123);
    bundle(plain);
    assertEquals(2.688000123, plain.getDouble(0), "the table itself is as it was");
  }

  @Test
  void decimalPointsStandBelowOneAnother() {
    DisplayBundle bundle = bundle(DoubleColumn.create("x", 1, 1.5, 1_000_000, 2.25, 1e-7));
    String hidden = "<span style=\"visibility:hidden\">%s</span></td>";
    assertTrue(bundle.html().contains(">1" + hidden.formatted(".00")), bundle.html());
    assertTrue(bundle.html().contains(">1.5" + hidden.formatted("0")), bundle.html());
    assertTrue(bundle.html().contains(">1,000,000" + hidden.formatted(".00")), bundle.html());
    List<String> lines =
        bundle.text().lines().filter(line -> line.matches(" *[\\d,]+(\\.\\d+)? *\\|?")).toList();
    assertEquals(4, lines.size(), bundle.text());
    long ends =
        lines.stream()
            .map(line -> line.replaceAll("^( *[\\d,]+).*", "$1").length())
            .distinct()
            .count();
    assertEquals(1, ends, bundle.text());
  }

  @Test
  void longTablesAreCutWithANoteAndDoNotSort() {
    DisplayBundle bundle = bundle(DoubleColumn.create("n", new double[1000]));
    assertEquals(41, cells(bundle).size(), "40 rows and the gap");
    assertTrue(bundle.html().contains("1,000 rows"), bundle.html());
    assertFalse(bundle.html().contains("entroscope-sort"), bundle.html());
    assertTrue(bundle.html().contains("sortOn"), bundle.html());
    assertTrue(bundle.html().contains("text-align:right"), "numbers stand to the right");
    assertTrue(bundle.text().contains("1,000 rows, 1 columns; 60 rows"), bundle.text());
    String[] lines = bundle.text().split("\\R");
    assertEquals(0, Arrays.stream(lines).filter(line -> line.contains("null")).count());
  }

  @Test
  void longTextsAreCutWithTheWholeUnderThePointer() {
    String text = "<b>" + "x".repeat(300) + "</b>";
    String html = bundle(StringColumn.create("s", text)).html();
    assertTrue(html.contains("title=\"&lt;b&gt;" + "x".repeat(300) + "&lt;/b&gt;\""), html);
    assertTrue(html.contains("x...</td>"), html);
  }
}
