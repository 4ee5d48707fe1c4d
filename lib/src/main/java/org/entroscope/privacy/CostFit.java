package org.entroscope.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;

/**
 * A cost as a sum of amounts with non-negative coefficients, fitted by least squares of relative
 * errors.
 *
 * <p>The published rows do not determine every coefficient; for example, LayerNorm and ReLU are
 * removed together in all four tables. The range of a prediction is therefore not a standard error.
 * It spans the smallest and the largest value over <em>all</em> non-negative coefficients that
 * reproduce every row within a tolerance (a linear program). It is narrow for costs that the rows
 * determine and wide for others.
 *
 * <p>Amounts are arrays in the order of the drivers.
 */
final class CostFit {

  /** The weight of the preference for small coefficients, which decides if the rows do not. */
  private static final double RIDGE = 1e-4;

  /**
   * The weight of the preference for equal shares, which decides if the rows determine only a sum.
   */
  private static final double TIE = 1e-2;

  private static final int MAX_PIVOTS = 10_000;

  private final List<CostDriver> drivers;
  private final double[][] amounts;
  private final double[] values;
  private final double[] scale;
  private final double[] coefficients;

  private CostFit(
      List<CostDriver> drivers,
      double[][] amounts,
      double[] values,
      double[] scale,
      double[] coefficients) {
    this.drivers = drivers;
    this.amounts = amounts;
    this.values = values;
    this.scale = scale;
    this.coefficients = coefficients;
  }

  /**
   * Fits coefficients to rows.
   *
   * @param ties linear combinations of coefficients that are assumed to be zero if the rows do not
   *     determine them
   */
  static CostFit of(
      List<CostDriver> drivers,
      double[][] amounts,
      double[] values,
      List<Map<CostDriver, Double>> ties) {
    int columns = drivers.size();
    double[] scale = new double[columns];
    for (int row = 0; row < values.length; row++) {
      for (int c = 0; c < columns; c++) {
        scale[c] = Math.max(scale[c], amounts[row][c] / values[row]);
      }
    }
    // a driver that no row has keeps the coefficient zero, whatever its scale
    for (int c = 0; c < columns; c++) {
      scale[c] = scale[c] == 0 ? 1 : scale[c];
    }
    double[][] a = new double[values.length + ties.size() + columns][columns];
    double[] b = new double[a.length];
    for (int row = 0; row < values.length; row++) {
      for (int c = 0; c < columns; c++) {
        a[row][c] = amounts[row][c] / values[row] / scale[c];
      }
      b[row] = 1;
    }
    for (int tie = 0; tie < ties.size(); tie++) {
      fillTie(a[values.length + tie], drivers, scale, ties.get(tie));
    }
    for (int c = 0; c < columns; c++) {
      a[values.length + ties.size() + c][c] = RIDGE * Math.sqrt(values.length);
    }
    double[] x = NonNegativeLeastSquares.solve(a, b);
    for (int c = 0; c < columns; c++) {
      x[c] /= scale[c];
    }
    return new CostFit(drivers, amounts, values, scale, x);
  }

  private static void fillTie(
      double[] row, List<CostDriver> drivers, double[] scale, Map<CostDriver, Double> tie) {
    double largest = 0;
    for (var term : tie.entrySet()) {
      int c = drivers.indexOf(term.getKey());
      row[c] = term.getValue() / scale[c];
      largest = Math.max(largest, Math.abs(row[c]));
    }
    for (int c = 0; c < row.length; c++) {
      row[c] *= TIE / largest;
    }
  }

  /** Creates a cost with given coefficients, without rows to compare predictions with. */
  static CostFit known(List<CostDriver> drivers, Map<CostDriver, Double> coefficients) {
    double[] x =
        drivers.stream().mapToDouble(driver -> coefficients.getOrDefault(driver, 0.0)).toArray();
    return new CostFit(drivers, new double[0][], new double[0], new double[0], x);
  }

  double coefficient(CostDriver driver) {
    return coefficients[drivers.indexOf(driver)];
  }

  double value(double[] amounts) {
    double sum = 0;
    for (int c = 0; c < coefficients.length; c++) {
      sum += coefficients[c] * amounts[c];
    }
    return sum;
  }

  /** Returns the relative error of the fit at each of its rows. */
  double[] residuals() {
    double[] errors = new double[values.length];
    Arrays.setAll(errors, row -> value(amounts[row]) / values[row] - 1);
    return errors;
  }

  /**
   * Returns the smallest ({@code MINIMIZE}) or largest cost over all coefficients that reproduce
   * every row within the tolerance. Without rows, it is the value minus or plus the tolerance.
   */
  double extreme(GoalType goal, double[] amounts, double tolerance) {
    if (values.length == 0) {
      return value(amounts) * (goal == GoalType.MINIMIZE ? 1 - tolerance : 1 + tolerance);
    }
    LinearConstraint[] constraints = new LinearConstraint[2 * values.length];
    for (int row = 0; row < values.length; row++) {
      double[] relative = scaled(this.amounts[row], values[row]);
      constraints[2 * row] = new LinearConstraint(relative, Relationship.LEQ, 1 + tolerance);
      constraints[2 * row + 1] = new LinearConstraint(relative, Relationship.GEQ, 1 - tolerance);
    }
    double unit = Math.max(value(amounts), Double.MIN_NORMAL);
    return unit
        * new SimplexSolver()
            .optimize(
                new MaxIter(MAX_PIVOTS),
                new LinearObjectiveFunction(scaled(amounts, unit), 0),
                new LinearConstraintSet(constraints),
                goal,
                new NonNegativeConstraint(true))
            .getValue();
  }

  private double[] scaled(double[] amounts, double unit) {
    double[] relative = new double[amounts.length];
    Arrays.setAll(relative, c -> amounts[c] / unit / scale[c]);
    return relative;
  }
}
