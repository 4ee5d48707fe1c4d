package org.entroscope.files;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * Creates Tablesaw tables. The first table of a JVM takes about a second, during which Tablesaw
 * scans the class path, and an interrupt during that scan would disable its class {@code Table}
 * permanently. {@link FirstLoad} prevents that, so Entroscope creates every table here.
 */
public final class Tables {

  private static volatile boolean loaded;

  private Tables() {}

  /** Creates a table without a name. */
  public static Table create(Column<?>... columns) {
    load();
    return Table.create(columns);
  }

  /** Creates a table with a name. */
  public static Table create(String name, Column<?>... columns) {
    load();
    return Table.create(name, columns);
  }

  /** Reads a table from CSV. */
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
