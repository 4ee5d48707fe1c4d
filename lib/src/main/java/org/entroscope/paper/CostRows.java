package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.CostModel;
import org.entroscope.privacy.CostModel.Check;
import org.entroscope.privacy.OperationCounts;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * The rows for the operations and costs of Tables 3, 4, 7 and 8. Operations are counted at the
 * paper's own shapes. Bytes and minutes are predicted by a {@link CostModel} that was fitted to the
 * other three tables.
 */
final class CostRows {

  private static final String OPERATIONS = "nonlinear operations";

  private static final Map<String, PublishedTable> TABLES =
      Map.of(
          "Table 3", Paper.table3(),
          "Table 4", Paper.table4(),
          "Table 7", Paper.table7(),
          "Table 8", Paper.table8());

  private CostRows() {}

  /** Returns the rows for nonlinear operations and FLOPs. */
  static List<Counterpart> operations() {
    List<Counterpart> rows = new ArrayList<>();
    TABLES.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              Table table = TABLES.get(name).table();
              ModelShape shape = Paper.shape(name);
              if (table.containsColumn(OPERATIONS)) {
                table.forEach(row -> rows.add(notation(name, row, shape)));
              }
              rows.addAll(flops(name, table, shape, "FFN FLOPs (G)", OperationCounts::ffnFlops));
              rows.addAll(
                  flops(
                      name, table, shape, "attention FLOPs (G)", OperationCounts::attentionFlops));
            });
    return rows;
  }

  /** Returns the rows for communication and latency. */
  static List<Counterpart> costs() {
    List<Check> checks = CostModel.paper().checks();
    List<Counterpart> rows = new ArrayList<>();
    TABLES.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              List<Check> of = checks.stream().filter(c -> c.row().table().equals(name)).toList();
              List<String> labels =
                  of.stream().map(check -> check.row().architecture().toString()).toList();
              rows.addAll(
                  compare(
                      name,
                      "communication (GB)",
                      labels,
                      array(of, c -> c.row().gigabytes()),
                      array(of, c -> c.row().gigabytes() * (1 + c.communicationLeftOut())),
                      Counterpart.Kind.MODELLED));
              rows.addAll(
                  compare(
                      name,
                      "latency (min)",
                      labels,
                      array(of, c -> c.row().minutes()),
                      array(of, c -> c.row().minutes() * (1 + c.latencyLeftOut())),
                      Counterpart.Kind.MODELLED));
            });
    return rows;
  }

  private static double[] array(List<Check> checks, ToDoubleFunction<Check> value) {
    return checks.stream().mapToDouble(value).toArray();
  }

  private static OperationCounts count(Row row, ModelShape shape) {
    return OperationCounts.of(Architecture.of(row.getString("architecture")), shape);
  }

  private static Counterpart notation(String name, Row row, ModelShape shape) {
    String published = row.getString(OPERATIONS);
    String ours = count(row, shape).notation().replace(':', ' '); // the notation of the table
    boolean same = ours.equals(published);
    return new Counterpart(
        name,
        row.getString("architecture"),
        OPERATIONS,
        Counterpart.Kind.COMPUTED,
        published,
        ours,
        Double.NaN,
        Double.NaN,
        Counterpart.NO_INTERVAL,
        same ? Direction.SAME : Direction.OTHER,
        0,
        0,
        same ? "as printed" : "not as printed");
  }

  private static List<Counterpart> flops(
      String name,
      Table table,
      ModelShape shape,
      String column,
      ToDoubleFunction<OperationCounts> flops) {
    List<String> labels = new ArrayList<>();
    double[] published = table.numberColumn(column).asDoubleArray();
    double[] ours = new double[published.length];
    for (Row row : table) {
      ours[labels.size()] = flops.applyAsDouble(count(row, shape)) / 1e9;
      labels.add(row.getString("architecture"));
    }
    return compare(name, column, labels, published, ours, Counterpart.Kind.COMPUTED);
  }

  /** Compares all rows with the first one. */
  private static List<Counterpart> compare(
      String name,
      String quantity,
      List<String> labels,
      double[] published,
      double[] ours,
      Counterpart.Kind kind) {
    boolean exact = kind == Counterpart.Kind.COMPUTED;
    String format = exact ? "%.1f" : "%.2f";
    List<Counterpart> rows = new ArrayList<>();
    for (int i = 0; i < published.length; i++) {
      double publishedChange = change(published[i], published[0]);
      double change = change(ours[i], ours[0]);
      String printed = String.format(Locale.ROOT, format, published[i]);
      String counted = String.format(Locale.ROOT, format, ours[i]);
      int comparable = 0;
      int same = 0;
      for (int j = 0; j < published.length; j++) {
        if (published[j] != published[i]) {
          comparable++;
          same +=
              Double.compare(published[i], published[j]) == Double.compare(ours[i], ours[j])
                  ? 1
                  : 0;
        }
      }
      String remark =
          exact
              ? (printed.equals(counted)
                  ? "as printed"
                  : String.format(
                      Locale.ROOT, "as printed after rounding; unrounded %.3f", ours[i]))
              : String.format(Locale.ROOT, "off by %+.1f%%", change(ours[i], published[i]));
      rows.add(
          new Counterpart(
              name,
              labels.get(i),
              quantity,
              kind,
              printed,
              counted,
              publishedChange,
              change,
              Counterpart.NO_INTERVAL,
              i == 0 ? Direction.BASELINE : Direction.of(publishedChange, change),
              same,
              comparable,
              remark));
    }
    return rows;
  }

  /** Returns the change from b to a in per cent of b. */
  private static double change(double a, double b) {
    return Scale.RATIO.printed(Scale.RATIO.difference(a, b));
  }
}
