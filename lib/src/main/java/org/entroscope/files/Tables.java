package org.entroscope.files;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * Makes Tablesaw's tables. The first table of a JVM takes about a second, in which Tablesaw scans
 * the class path, and an interrupt during that scan would disable its class {@code Table} for good.
 * {@link FirstLoad} prevents that, so Entroscope makes every table here.
 */
public final class Tables {

  private static volatile boolean loaded;

  private Tables() {}

  /** A table of the given columns, without a name. */
  public static Table create(Column<?>... columns) {
    load();
    return Table.create(columns);
  }

  /** A table of the given columns. */
  public static Table create(String name, Column<?>... columns) {
    load();
    return Table.create(name, columns);
  }

  /** Reads a table as CSV. */
  public static Table read(CsvReadOptions options) {
    load();
    return Table.read().usingOptions(options);
  }

  private static void load() {
    if (!loaded) {
      FirstLoad.run(Table::create);
      loaded = true;
    }
  }
}
