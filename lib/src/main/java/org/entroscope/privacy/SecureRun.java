package org.entroscope.privacy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The result of a private execution for one party.
 *
 * @param architecture the architecture of the model
 * @param shape the sizes of the model
 * @param preprocessing the source of triples and random bits, and whether it is secure
 * @param logits the opened logits {@code [tokens, V]}; null at the server, which learns nothing
 * @param costs one entry per operation, in order
 */
public record SecureRun(
    Architecture architecture,
    ModelShape shape,
    String preprocessing,
    double[][] logits,
    List<OperationCost> costs) {

  /** Copies the list. */
  public SecureRun {
    costs = List.copyOf(costs);
  }

  /** Returns the total cost. */
  public OperationCost total() {
    OperationCost none = new OperationCost(-1, "total", 0, 0, 0, 0, 0, 0, 0);
    return costs.stream().reduce(none, OperationCost::plus);
  }

  /** Returns one entry per kind of operation, summed over layers. */
  public List<OperationCost> byOperation() {
    Map<String, OperationCost> sums = new LinkedHashMap<>();
    costs.forEach(cost -> sums.merge(cost.operation(), cost, OperationCost::plus));
    return List.copyOf(sums.values());
  }

  /**
   * Returns the cost of one kind of operation, summed over layers: {@code
   * run.operation("softmax")}.
   *
   * @throws IllegalArgumentException if the model has no such operation; the message lists the
   *     operations
   */
  public OperationCost operation(String name) {
    return byOperation().stream()
        .filter(cost -> cost.operation().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no operation '%s'; there are: %s"
                        .formatted(
                            architecture,
                            name,
                            byOperation().stream()
                                .map(OperationCost::operation)
                                .collect(Collectors.joining(", ")))));
  }

  /** Returns a table with one row per operation and layer and a last row with the total. */
  public Table table() {
    return table(costs);
  }

  /**
   * Returns a table with one row per kind of operation, summed over layers, and a last row with the
   * total.
   */
  public Table operationTable() {
    return table(byOperation());
  }

  private Table table(Collection<OperationCost> rows) {
    List<OperationCost> all = new ArrayList<>(rows);
    all.add(total());
    return Tables.create(architecture + ", preprocessing: " + preprocessing)
        .addColumns(
            IntColumn.create("layer", all.stream().mapToInt(OperationCost::layer)),
            StringColumn.create("operation", all.stream().map(OperationCost::operation)),
            LongColumn.create("bytes", all.stream().mapToLong(OperationCost::bytes)),
            LongColumn.create("rounds", all.stream().mapToLong(OperationCost::rounds)),
            DoubleColumn.create(
                "seconds",
                all.stream().mapToDouble(c -> Math.round(c.seconds() * 1000) / 1000.0).toArray()),
            LongColumn.create("triples", all.stream().mapToLong(OperationCost::triples)),
            LongColumn.create("random bits", all.stream().mapToLong(OperationCost::randomBits)),
            LongColumn.create("input masks", all.stream().mapToLong(OperationCost::inputMasks)));
  }

  /** Returns only the costs: the logits are the client's secret and must not be logged. */
  @Override
  public String toString() {
    OperationCost total = total();
    return String.format(
        Locale.ROOT,
        "%s, %s: %,d bytes, %,d rounds, %.1f s; preprocessing: %s",
        architecture,
        shape,
        total.bytes(),
        total.rounds(),
        total.seconds(),
        preprocessing);
  }
}
