package org.entroscope.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entroscope.architecture.Architecture;
import org.entroscope.sweep.Grid;
import org.entroscope.sweep.SweepResult;

/** The rows for the perplexities of Tables 2 to 8. */
final class PerplexityRows {

  private static final String COLUMN = "perplexity";

  private PerplexityRows() {}

  static List<Counterpart> of(SweepResult result) {
    Grid[] proposal = {Series.ladder(), Series.proposed()};
    Grid[] stabilisers = {Series.stabilisers(), Series.placement()};
    List<Counterpart> rows = new ArrayList<>();
    rows.addAll(measured(result, "Table 2", Paper.table2(), first(), Series.ladder()));
    rows.addAll(measured(result, "Table 3", Paper.table3(), first(), proposal));
    rows.addAll(table4(result, Measure.PERPLEXITY, COLUMN, COLUMN + " (4.8B tokens)"));
    rows.addAll(table4(result, Measure.QUARTER_PERPLEXITY, COLUMN + " (1.2B tokens)"));
    rows.addAll(table4(result, Measure.HALF_PERPLEXITY, COLUMN + " (2.4B tokens)"));
    rows.addAll(measured(result, "Table 5", Paper.table5(), ownFfn(), stabilisers));
    rows.addAll(measured(result, "Table 6", Paper.table6(), first(), Series.stabilisers()));
    rows.addAll(measured(result, "Table 7", Paper.table7(), first(), Series.longer()));
    rows.addAll(measured(result, "Table 8", Paper.table8(), first(), Series.deeper()));
    return rows;
  }

  private static Function<Architecture, String> first() {
    return architecture -> null;
  }

  /** Table 5 asks where a normalisation belongs, so its rows are compared with that of the FFN. */
  private static Function<Architecture, String> ownFfn() {
    return architecture -> architecture.toString().contains("WN") ? "SM + WN(FFN)" : "SM + SN(FFN)";
  }

  private static List<Counterpart> table4(SweepResult result, Measure measure, String column) {
    return table4(result, measure, column, column);
  }

  private static List<Counterpart> table4(
      SweepResult result, Measure measure, String column, String quantity) {
    MeasuredRows rows = new MeasuredRows("Table 4", quantity, measure);
    return measured(result, rows, Paper.table4(), column, first(), Series.longest());
  }

  private static List<Counterpart> measured(
      SweepResult result,
      String name,
      PublishedTable table,
      Function<Architecture, String> baseline,
      Grid... grids) {
    MeasuredRows rows = new MeasuredRows(name, COLUMN, Measure.PERPLEXITY);
    return measured(result, rows, table, COLUMN, baseline, grids);
  }

  /**
   * @param baseline the notation of a row's baseline; null for the first row
   */
  private static List<Counterpart> measured(
      SweepResult result,
      MeasuredRows rows,
      PublishedTable table,
      String column,
      Function<Architecture, String> baseline,
      Grid... grids) {
    List<Architecture> architectures = table.architectures();
    for (int i = 0; i < architectures.size(); i++) {
      Architecture architecture = architectures.get(i);
      String base = baseline.apply(architecture);
      Cohort cohort = Configuration.of(architecture.toString(), grids).in(result);
      double published = table.table().numberColumn(column).getDouble(i);
      rows.add(
          new MeasuredRows.Row(
              architecture.toString(),
              Double.isNaN(published) ? Double.POSITIVE_INFINITY : published,
              Sample.of(rows.measure(), List.of(cohort)),
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
}
