package org.entroscope.privacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Tables;
import org.entroscope.tokens.NgramPerplexities;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Perplexity against the predicted cost of private inference: which architectures are worth having.
 *
 * <p>A point is worth having if no other of its group has both a lower perplexity and a lower (or
 * equal) cost. Perplexities compare within a group only: the same data, tokens and sizes. What
 * separates by less than the cost's range is not separated.
 */
public final class Frontier {

  private final CostModel model;
  private final Network network;
  private final List<Point> points = new ArrayList<>();
  private final Map<String, NgramPerplexities> yardsticks = new LinkedHashMap<>();

  /**
   * A model in the diagram.
   *
   * @param group what the perplexity compares with: "Table 3", "our laptop runs"
   * @param label the architecture, or what else tells the point apart
   * @param perplexity evaluation perplexity; NaN or infinite if the model diverged
   * @param cost predicted cost
   */
  public record Point(String group, String label, double perplexity, CostPrediction cost) {

    /** Whether the model diverged, and has no perplexity to compare. */
    public boolean diverged() {
      return !Double.isFinite(perplexity);
    }
  }

  private Frontier(CostModel model, Network network) {
    this.model = model;
    this.network = network;
  }

  /** An empty diagram for the network that the model's measurements were made on. */
  public static Frontier of(CostModel model) {
    return new Frontier(model, null);
  }

  /** An empty diagram for another network. */
  public static Frontier of(CostModel model, Network network) {
    return new Frontier(model, network);
  }

  /**
   * Adds a model by its measured perplexity.
   *
   * @param perplexity at least 1; NaN, as of a run that diverged, or infinite for a model that is
   *     shown as diverged and is never worth having
   * @return this
   * @throws IllegalArgumentException if the perplexity is below 1
   */
  public Frontier add(
      String group, Architecture architecture, ModelShape shape, double perplexity) {
    if (perplexity < 1) {
      throw new IllegalArgumentException(
          "a perplexity is at least 1, not " + perplexity + ", for " + architecture);
    }
    CostPrediction cost =
        network == null
            ? model.predict(architecture, shape)
            : model.predict(architecture, shape, network);
    points.add(new Point(group, architecture.toString(), perplexity, cost));
    return this;
  }

  /**
   * Adds the models of one of the paper's tables at their printed cost, which has no range and the
   * paper's own network.
   *
   * @param table "Table 3", "Table 4", "Table 7" or "Table 8"
   * @return this
   * @throws IllegalArgumentException for another table
   */
  public Frontier addPublished(String table) {
    List<PublishedCost> rows =
        PublishedCost.paper().stream().filter(row -> row.table().equals(table)).toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "the paper prints costs in Table 3, Table 4, Table 7 and Table 8, not in " + table);
    }
    for (PublishedCost row : rows) {
      CostPrediction cost =
          new CostPrediction(
              row.architecture(),
              row.shape(),
              "as published",
              Estimate.exactly(row.gigabytes()),
              Estimate.exactly(row.minutes()));
      points.add(new Point(table, row.architecture().toString(), row.perplexity(), cost));
    }
    return this;
  }

  /**
   * Adds what n-grams achieve on the data of a group, which its perplexities compare with.
   *
   * @param ngrams null where it is not known
   * @return this
   */
  public Frontier yardsticks(String group, NgramPerplexities ngrams) {
    if (ngrams != null) {
      yardsticks.put(group, ngrams);
    }
    return this;
  }

  /** What n-grams achieve, by group. */
  public Map<String, NgramPerplexities> yardsticks() {
    return Collections.unmodifiableMap(yardsticks);
  }

  /** All points in the order they were added. */
  public List<Point> points() {
    return List.copyOf(points);
  }

  /** The points of every group that are worth having by communication, cheapest first. */
  public List<Point> worthHaving() {
    return points.stream()
        .filter(this::worthHaving)
        .sorted(Comparator.comparingDouble(p -> p.cost().gigabytes().value()))
        .toList();
  }

  /**
   * Whether no other point of the group has both a lower perplexity and no higher cost. A model
   * that diverged is not worth having at any cost.
   */
  public boolean worthHaving(Point point) {
    if (point.diverged()) {
      return false;
    }
    return points.stream()
        .filter(other -> other.group().equals(point.group()))
        .noneMatch(
            other ->
                other.perplexity() < point.perplexity()
                    && other.cost().gigabytes().value() <= point.cost().gigabytes().value());
  }

  /**
   * One row a point: perplexity to three decimals (missing where the model diverged), cost with
   * range, and whether it is worth having.
   */
  public Table table() {
    return Tables.create("Perplexity against the cost of private inference")
        .addColumns(
            StringColumn.create("group", points.stream().map(Point::group)),
            StringColumn.create("architecture", points.stream().map(Point::label)),
            DoubleColumn.create(
                "perplexity", points.stream().mapToDouble(Frontier::rounded).toArray()),
            StringColumn.create("GB", points.stream().map(p -> p.cost().gigabytes().toString())),
            StringColumn.create("minutes", points.stream().map(p -> p.cost().minutes().toString())),
            BooleanColumn.create(
                "worth having", points.stream().map(this::worthHaving).toArray(Boolean[]::new)));
  }

  private static double rounded(Point point) {
    return point.diverged() ? Double.NaN : Math.round(point.perplexity() * 1e3) / 1e3;
  }
}
