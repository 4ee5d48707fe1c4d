package org.entroscope.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.entroscope.files.Tables;
import org.entroscope.statistics.LearnedValues;
import org.entroscope.sweep.SweepResult;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Every number of Tables 2 to 8 and of Figures 2a, 6 and 7 beside its counterpart. A counterpart is
 * measured at the scale of the {@link Series}, counted, or predicted; if there is none, the row
 * gives the reason. The models and data differ too much to compare the numbers themselves, but
 * their changes against a baseline and their order can be compared. Shares of heads are given
 * twice: for ranges of the model's largest head, as published, and for ranges of the causal bound.
 *
 * <p>The baseline is the first row of a table. In Figure 2a it is the first top range, and the rows
 * of Table 5 are compared with the same normalisation of the FFN.
 */
public final class Counterparts {

  private final SweepResult result;
  private final List<Counterpart> perplexities;
  private final List<Counterpart> figures;
  private final List<Counterpart> operations;
  private final List<Counterpart> costs;

  private Counterparts(SweepResult result, LearnedValues thresholds) {
    this.result = result;
    this.perplexities = PerplexityRows.of(result);
    this.figures = FigureRows.of(result, thresholds);
    this.operations = CostRows.operations();
    this.costs = CostRows.costs();
  }

  /** Creates the counterparts from the results of a sweep. Figure 6 has the recorded thresholds. */
  public static Counterparts of(SweepResult result) {
    return new Counterparts(result, null);
  }

  /**
   * Returns the same counterparts with the thresholds of one trained model for Figure 6 instead of
   * the recorded ones.
   *
   * @param thresholds the learned thresholds of EReg(SM(t) + ScFuFFN), L x H
   */
  public Counterparts withThresholds(LearnedValues thresholds) {
    return new Counterparts(result, Objects.requireNonNull(thresholds, "thresholds"));
  }

  /** Returns all rows: perplexities, figures, operations and costs. */
  public List<Counterpart> all() {
    List<Counterpart> all = new ArrayList<>(perplexities);
    all.addAll(figures);
    all.addAll(operations);
    all.addAll(costs);
    return all;
  }

  /**
   * Returns the rows of one table or figure.
   *
   * @param name the name, for example "Table 3" or "Figure 7"
   * @throws IllegalArgumentException if there are no rows of this name
   */
  public Table table(String name) {
    List<Counterpart> rows = all().stream().filter(row -> row.table().equals(name)).toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "no counterparts of '%s'; there are Tables 2 to 8 and Figures 2a, 6 and 7"
              .formatted(name));
    }
    return CounterpartTable.of(name + ", beside ours", rows);
  }

  /** Returns the perplexities of Tables 2 to 8. */
  public Table perplexities() {
    return CounterpartTable.of("Perplexities of Tables 2 to 8, beside ours", perplexities);
  }

  /** Returns the rows of the table {@link #perplexities()}. */
  public List<Counterpart> perplexityRows() {
    return perplexities;
  }

  /** Returns the values of Figures 2a, 6 and 7. */
  public Table figures() {
    return CounterpartTable.of("Values of Figures 2a, 6 and 7, beside ours", figures);
  }

  /** Returns the nonlinear operations and FLOPs of Tables 3, 4, 7 and 8, at the paper's shapes. */
  public Table operations() {
    return CounterpartTable.of("Operations of Tables 3, 4, 7 and 8, counted", operations);
  }

  /** Returns the communication and latency of Tables 3, 4, 7 and 8, at the paper's shapes. */
  public Table costs() {
    return CounterpartTable.of(
        "Costs of Tables 3, 4, 7 and 8, predicted from the other three tables", costs);
  }

  /** Returns the rows whose direction or order differs from the published one. */
  public Table disagreeing() {
    return CounterpartTable.of("Rows that do not agree", where(Counterpart::disagrees));
  }

  /** Returns the rows that this number of seeds does not decide. */
  public Table open() {
    return CounterpartTable.of("Rows left open", where(r -> r.direction() == Direction.OPEN));
  }

  private List<Counterpart> where(Predicate<Counterpart> condition) {
    return all().stream().filter(condition).toList();
  }

  /**
   * Returns a table with one row per table or figure: how many numbers agree in direction and
   * order.
   */
  public Table agreement() {
    Map<String, List<Counterpart>> byTable = new LinkedHashMap<>();
    for (Counterpart row : all()) {
      String key = group(row);
      byTable.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    StringColumn name = StringColumn.create("numbers", byTable.keySet());
    StringColumn kind = StringColumn.create("ours");
    IntColumn rows = IntColumn.create("rows");
    IntColumn same = IntColumn.create("same direction");
    IntColumn other = IntColumn.create("other direction");
    IntColumn open = IntColumn.create("open");
    StringColumn pairs = StringColumn.create("pairs in the same order");
    byTable
        .values()
        .forEach(
            of -> {
              kind.append(of.get(0).kind().toString());
              rows.append(of.size());
              same.append(count(of, Direction.SAME));
              other.append(count(of, Direction.OTHER));
              open.append(count(of, Direction.OPEN));
              // each pair is counted by both of its rows
              int comparable = of.stream().mapToInt(Counterpart::comparable).sum() / 2;
              int agreeing = of.stream().mapToInt(Counterpart::sameOrder).sum() / 2;
              pairs.append(comparable == 0 ? "" : agreeing + " of " + comparable);
            });
    return Tables.create("Agreement", name, kind, rows, same, other, open, pairs);
  }

  /**
   * Returns the group in which a row is counted: its table, or one kind of cost over all tables.
   */
  private static String group(Counterpart row) {
    return switch (row.kind()) {
      case COMPUTED, MODELLED -> "Tables 3, 4, 7, 8: " + row.quantity();
      default ->
          row.table() + ": " + (row.table().equals("Figure 6") ? "thresholds" : row.quantity());
    };
  }

  private static int count(List<Counterpart> rows, Direction direction) {
    return (int) rows.stream().filter(row -> row.direction() == direction).count();
  }

  /** Describes the number of rows and how many agree, in words. */
  @Override
  public String toString() {
    List<Counterpart> all = all();
    List<Counterpart> measured =
        all.stream().filter(row -> row.kind() == Counterpart.Kind.MEASURED).toList();
    return ("%d published numbers in %d rows (shares of heads are measured in two ways): %d counted, %d"
            + " predicted, %d without counterpart, %d measured; of the measured ones, %d changed in"
            + " the same direction as published, %d in the other direction, %d open, the others"
            + " have no direction")
        .formatted(
            all.size() - byCausalBound(all),
            all.size(),
            kind(all, Counterpart.Kind.COMPUTED),
            kind(all, Counterpart.Kind.MODELLED),
            kind(all, Counterpart.Kind.NOT_HERE),
            measured.size(),
            count(measured, Direction.SAME),
            count(measured, Direction.OTHER),
            count(measured, Direction.OPEN));
  }

  private static int kind(List<Counterpart> rows, Counterpart.Kind kind) {
    return (int) rows.stream().filter(row -> row.kind() == kind).count();
  }

  private static int byCausalBound(List<Counterpart> rows) {
    return (int)
        rows.stream()
            .filter(
                row ->
                    Arrays.stream(Measure.values())
                        .flatMap(measure -> measure.byCausalBound().stream())
                        .anyMatch(measure -> row.quantity().equals(measure.toString())))
            .count();
  }
}
