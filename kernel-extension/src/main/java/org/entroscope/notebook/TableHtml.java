package org.entroscope.notebook;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entroscope.paper.PublishedTable;
import tech.tablesaw.api.Table;

/**
 * Shows Tablesaw tables with literal text and aligned decimal points. A click on the name of a
 * column sorts the table. Long tables are truncated with a note and cannot be sorted, because the
 * sorted part would look like the first rows of the whole table.
 */
final class TableHtml {

  static final int MOST_ROWS = 200;
  private static final int MOST_ROWS_WITHOUT_SCROLLING = 60;
  private static final int EDGE_ROWS = 20;
  private static final int MOST_COLUMNS = 60;
  private static final int LONGEST = 200;
  private static final int LONGEST_TITLE = 2000;

  private final Table table;
  private final List<ColumnText> columns;
  private final boolean cut;
  private final StringBuilder html = new StringBuilder();

  private TableHtml(Table table) {
    this.table = table;
    columns =
        table.columns().stream().limit(MOST_COLUMNS).map(column -> new ColumnText(column)).toList();
    cut = table.rowCount() > MOST_ROWS;
  }

  static DisplayBundle of(Table table) {
    return DisplayBundle.of(new TableHtml(table).write(), TableText.of(table));
  }

  /** Shows a published table with its source below. */
  static DisplayBundle of(PublishedTable published) {
    DisplayBundle table = of(published.table());
    String source = published.source();
    return DisplayBundle.of(
        table.html() + "<p style=\"opacity:.7\" dir=\"auto\">" + Html.escape(source) + "</p>",
        table.text() + System.lineSeparator() + source);
  }

  private String write() {
    boolean scrolls = !cut && table.rowCount() > MOST_ROWS_WITHOUT_SCROLLING;
    html.append("<div style=\"overflow:auto;%s\">".formatted(scrolls ? "max-height:640px" : ""));
    html.append("<table class=\"entroscope-table\" style=\"font-variant-numeric:tabular-nums\">");
    if (table.name() != null && !table.name().isBlank()) {
      html.append("<caption style=\"text-align:left\">")
          .append(Html.escape(table.name()))
          .append("</caption>");
    }
    html.append("<thead><tr>");
    for (ColumnText column : columns) {
      String name = column.column().name();
      if (cut) {
        cell("th", " scope=\"col\"", column.isNumeric(), Html.escape(name));
      } else {
        html.append(TableSort.head(name, column.isNumeric()));
      }
    }
    html.append("</tr></thead><tbody>");
    int[] shown = shownRows();
    int[] decimals = columns.stream().mapToInt(column -> decimals(column, shown)).toArray();
    for (int i = 0; i < shown.length; i++) {
      if (cut && i == EDGE_ROWS) {
        html.append(
            "<tr><td colspan=\"%d\" style=\"text-align:center\">&#8942;</td></tr>"
                .formatted(columns.size()));
      }
      row(shown[i], decimals);
    }
    html.append("</tbody></table></div>");
    notes().forEach(note -> html.append("<p style=\"opacity:.7\">").append(note).append("</p>"));
    return html.append(cut ? "" : TableSort.SCRIPT).toString();
  }

  private int[] shownRows() {
    int rows = table.rowCount();
    return cut
        ? IntStream.concat(IntStream.range(0, EDGE_ROWS), IntStream.range(rows - EDGE_ROWS, rows))
            .toArray()
        : IntStream.range(0, rows).toArray();
  }

  private static int decimals(ColumnText column, int[] rows) {
    return column.isNumeric()
        ? IntStream.of(rows).map(row -> ColumnText.decimals(column.text(row))).max().orElse(0)
        : 0;
  }

  private void row(int row, int[] decimals) {
    html.append("<tr>");
    for (int c = 0; c < columns.size(); c++) {
      ColumnText column = columns.get(c);
      String text = column.text(row);
      if (column.isMissing(row)) {
        cell("td", " data-missing", column.isNumeric(), "");
      } else if (column.isNumeric()) {
        String padding = ColumnText.padding(text, decimals[c]);
        String value = Html.escape(text);
        if (!padding.isEmpty()) {
          // the padding is as wide as digits, but it is not visible, read aloud or copied
          value += "<span style=\"visibility:hidden\">" + padding + "</span>";
        }
        cell("td", " data-v=\"" + Html.escape(column.exact(row)) + "\"", true, value);
      } else if (text.length() > LONGEST) {
        String beginning = Html.escape(beginning(text, LONGEST));
        String more = beginning(text, LONGEST_TITLE);
        cell("td", " title=\"" + Html.escape(more) + "\"", false, beginning);
      } else {
        cell("td", "", false, Html.escape(text));
      }
    }
    html.append("</tr>");
  }

  private static String beginning(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splitsPair ? length - 1 : length) + "...";
  }

  private List<String> notes() {
    boolean narrowed = columns.size() < table.columnCount();
    String size =
        String.format(
            Locale.ROOT,
            "%,d rows, %,d columns; %,d rows and %,d columns shown.%s",
            table.rowCount(),
            table.columnCount(),
            cut ? 2 * EDGE_ROWS : table.rowCount(),
            columns.size(),
            cut ? " To sort all of them, use sortOn or sortDescendingOn." : "");
    boolean hidden = columns.stream().anyMatch(ColumnText::mayHideNaN);
    return Stream.of(cut || narrowed ? size : "", hidden ? "Empty cells: missing or NaN." : "")
        .filter(note -> !note.isEmpty())
        .toList();
  }

  private void cell(String tag, String attributes, boolean number, String content) {
    html.append('<')
        .append(tag)
        .append(attributes)
        .append(" dir=\"auto\" style=\"text-align:")
        .append(number ? "right" : "left")
        .append("\">")
        .append(content)
        .append("</")
        .append(tag)
        .append('>');
  }
}
