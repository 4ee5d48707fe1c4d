package org.entroscope.notebook;

import java.util.Locale;
import org.entroscope.paper.PublishedTable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tablesaw tables: text shown literally, numbers to the right, long tables cut with a note. */
final class TableHtml {

  static final int MOST_ROWS = 60;
  private static final int EDGE_ROWS = 20;
  private static final int MOST_COLUMNS = 60;
  private static final int LONGEST = 200;

  private TableHtml() {}

  static DisplayBundle of(Table unrounded) {
    Table table = TableNumbers.rounded(unrounded);
    int rows = table.rowCount();
    int columns = Math.min(table.columnCount(), MOST_COLUMNS);
    StringBuilder html =
        new StringBuilder("<div style=\"overflow-x:auto\"><table class=\"entroscope-table\">");
    if (table.name() != null && !table.name().isBlank()) {
      html.append("<caption style=\"text-align:left\">")
          .append(Html.escape(table.name()))
          .append("</caption>");
    }
    html.append("<thead><tr>");
    for (int c = 0; c < columns; c++) {
      Column<?> column = table.column(c);
      cell(html, "th", column.name(), column instanceof NumericColumn);
    }
    html.append("</tr></thead><tbody>");
    boolean cut = rows > MOST_ROWS;
    rows(html, table, columns, 0, cut ? EDGE_ROWS : rows);
    if (cut) {
      html.append(
          "<tr><td colspan=\"%d\" style=\"text-align:center\">&#8942;</td></tr>"
              .formatted(columns));
      rows(html, table, columns, rows - EDGE_ROWS, rows);
    }
    html.append("</tbody></table>");
    if (cut || columns < table.columnCount()) {
      html.append(
          String.format(
              Locale.ROOT,
              "<p>%,d rows, %,d columns; %,d rows and %,d columns shown</p>",
              rows,
              table.columnCount(),
              cut ? 2 * EDGE_ROWS : rows,
              columns));
    }
    return DisplayBundle.of(html.append("</div>").toString(), table.print(MOST_ROWS));
  }

  /** A published table with its source below. */
  static DisplayBundle of(PublishedTable published) {
    DisplayBundle table = of(published.table());
    String source = published.source();
    return DisplayBundle.of(
        table.html() + "<p style=\"opacity:.7\" dir=\"auto\">" + Html.escape(source) + "</p>",
        table.text() + System.lineSeparator() + source);
  }

  private static void rows(StringBuilder html, Table table, int columns, int from, int to) {
    for (int r = from; r < to; r++) {
      html.append("<tr>");
      for (int c = 0; c < columns; c++) {
        Column<?> column = table.column(c);
        String text = column.isMissing(r) ? "" : column.getString(r);
        if (text.length() > LONGEST) {
          text = text.substring(0, LONGEST) + "...";
        }
        cell(html, "td", text, column instanceof NumericColumn);
      }
      html.append("</tr>");
    }
  }

  private static void cell(StringBuilder html, String tag, String text, boolean number) {
    html.append('<')
        .append(tag)
        .append(" dir=\"auto\" style=\"text-align:")
        .append(number ? "right" : "left")
        .append("\">")
        .append(Html.escape(text))
        .append("</")
        .append(tag)
        .append('>');
  }
}
