package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entroscope.architecture.Architecture;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.SweepResult;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The rows for the perplexities of Tables 2 to 8. */
final class PerplexityRows {

  private static final String COLUMN = "perplexity";

  private static final String NO_LANGUINI =
      "The Languini books are no longer available, and T=512 is beyond a laptop's budget;"
          + " Table 7's rows have our longest context, T=%d"
              .formatted(2 * Findings.SHAPE.context());

  private PerplexityRows() {}

  static List<Counterpart> of(SweepResult result) {
    Grid[] proposal = {Findings.ladder(), Findings.proposed()};
    List<Counterpart> rows = new ArrayList<>();
    rows.addAll(measured(result, "Table 2", Paper.table2(), first(), Findings.ladder()));
    rows.addAll(measured(result, "Table 3", Paper.table3(), first(), proposal));
    rows.addAll(table4());
    rows.addAll(measured(result, "Table 5", Paper.table5(), ownFfn(), Findings.stabilisers()));
    rows.addAll(measured(result, "Table 6", Paper.table6(), first(), Findings.stabilisers()));
    rows.addAll(measured(result, "Table 7", Paper.table7(), first(), Findings.longer()));
    rows.addAll(measured(result, "Table 8", Paper.table8(), first(), Findings.deeper()));
    return rows;
  }

  private static Function<Architecture, String> first() {
    return architecture -> null;
  }

  /** Table 5 asks where a normalisation belongs, so its rows are compared with that of the FFN. */
  private static Function<Architecture, String> ownFfn() {
    return architecture -> architecture.toString().contains("WN") ? "SM + WN(FFN)" : "SM + SN(FFN)";
  }

  /**
   * @param baseline the notation of a row's baseline; null for the first row
   */
  private static List<Counterpart> measured(
      SweepResult result,
      String name,
      PublishedTable table,
      Function<Architecture, String> baseline,
      Grid... grids) {
    MeasuredRows rows = new MeasuredRows(name, COLUMN, Measure.PERPLEXITY);
    List<Architecture> architectures = table.architectures();
    for (Architecture architecture : architectures) {
      String base = baseline.apply(architecture);
      Cohort cohort = Configuration.of(architecture.toString(), grids).in(result);
      rows.add(
          new MeasuredRows.Row(
              architecture.toString(),
              table.perplexity(architecture).orElse(Double.POSITIVE_INFINITY),
              Sample.of(Measure.PERPLEXITY, List.of(cohort)),
              base == null ? 0 : architectures.indexOf(Architecture.of(base)),
              heads(cohort)));
    }
    return rows.rows();
  }

  /** Describes the model's heads, which often explain a surprising perplexity. */
  private static String heads(Cohort cohort) {
    Scale scale = Measure.NEAR_ZERO.scale();
    double zero = cohort.mean(Measure.NEAR_ZERO);
    return Double.isNaN(zero)
        ? ""
        : "%s of its heads near zero, %s near the bound"
            .formatted(scale.value(zero), scale.value(cohort.mean(Measure.NEAR_BOUND)));
  }

  private static List<Counterpart> table4() {
    Table table = Paper.table4().table();
    List<Counterpart> rows = new ArrayList<>();
    for (String column : table.columnNames()) {
      if (column.startsWith(COLUMN)) {
        String quantity = column.equals(COLUMN) ? COLUMN + " (4.8B tokens)" : column;
        for (Row row : table) {
          rows.add(
              Counterpart.none(
                  "Table 4",
                  row.getString("architecture"),
                  quantity,
                  Scale.RATIO.value(row.getNumber(column)),
                  NO_LANGUINI));
        }
      }
    }
    return rows;
  }
}
