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
 * Compares models by perplexity and predicted cost of private inference, and finds the models on
 * the Pareto frontier, which are called "worth having".
 *
 * <p>A point is worth having if no other point of its group has both a lower perplexity and a lower
 * (or equal) cost. Perplexities can be compared only within a group, that is for the same data,
 * tokens and sizes. Differences in cost that are smaller than the range of the cost are not
 * significant.
 */
public final class Frontier {

  private final CostModel model;
  private final Network network;
  private final List<Point> points = new ArrayList<>();
  private final Map<String, NgramPerplexities> yardsticks = new LinkedHashMap<>();

  /**
   * A model in the comparison.
   *
   * @param group the group of models with comparable perplexities, for example "Table 3" or "our
   *     laptop runs"
   * @param label the architecture, or another label that identifies the point
   * @param perplexity evaluation perplexity; NaN or infinite if the model diverged
   * @param cost predicted cost
   */
  public record Point(String group, String label, double perplexity, CostPrediction cost) {

    /** Returns whether the model diverged and so has no perplexity to compare. */
    public boolean diverged() {
      return !Double.isFinite(perplexity);
    }
  }

  private Frontier(CostModel model, Network network) {
    this.model = model;
    this.network = network;
  }

  /** Creates an empty comparison for the network of the model's measurements. */
  public static Frontier of(CostModel model) {
    return new Frontier(model, null);
  }

  /** Creates an empty comparison for another network. */
  public static Frontier of(CostModel model, Network network) {
    return new Frontier(model, network);
  }

  /**
   * Adds a model with its measured perplexity.
   *
   * @param perplexity at least 1; NaN or infinite for a model that diverged, which is shown but
   *     never worth having
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
   * Adds the models of one of the paper's tables with their published cost, which has no range and
   * applies to the paper's network.
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
   * Adds the n-gram perplexities on the data of a group, as reference values.
   *
   * @param ngrams the perplexities, or null if they are not known
   * @return this
   */
  public Frontier yardsticks(String group, NgramPerplexities ngrams) {
    if (ngrams != null) {
      yardsticks.put(group, ngrams);
    }
    return this;
  }

  /** Returns the n-gram perplexities by group. */
  public Map<String, NgramPerplexities> yardsticks() {
    return Collections.unmodifiableMap(yardsticks);
  }

  /** Returns all points in the order in which they were added. */
  public List<Point> points() {
    return List.copyOf(points);
  }

  /**
   * Returns the points that are worth having within their group, by communication, the cheapest
   * first.
   */
  public List<Point> worthHaving() {
    return points.stream()
        .filter(this::worthHaving)
        .sorted(Comparator.comparingDouble(p -> p.cost().gigabytes().value()))
        .toList();
  }

  /**
   * Returns whether no other point of the group has both a lower perplexity and a cost that is not
   * higher. A model that diverged is never worth having.
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
   * Returns a table with one row per point: the perplexity to three decimals (missing if the model
   * diverged), the cost with its range, and whether the point is worth having.
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
