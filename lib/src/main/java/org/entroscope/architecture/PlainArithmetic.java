package org.entroscope.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * {@link Arithmetic} in double precision.
 *
 * @param parameters the function that returns the learned parameters by their names
 */
public record PlainArithmetic(ToDoubleFunction<String> parameters) implements Arithmetic<Double> {

  /** Creates an arithmetic for formulas without learned parameters. */
  public PlainArithmetic() {
    this(
        name -> {
          throw new IllegalArgumentException("no value was given for the parameter " + name);
        });
  }

  @Override
  public Double constant(double value) {
    return value;
  }

  @Override
  public Double add(Double a, Double b) {
    return a + b;
  }

  @Override
  public Double subtract(Double a, Double b) {
    return a - b;
  }

  @Override
  public Double multiply(Double a, Double b) {
    return a * b;
  }

  @Override
  public Double multiply(double a, Double b) {
    return a * b;
  }

  @Override
  public Double relu(Double x) {
    return x > 0 ? x : 0;
  }

  @Override
  public Double smoothRelu(Double x, DoubleUnaryOperator function) {
    return function.applyAsDouble(x);
  }

  @Override
  public List<Double> softmax(List<Double> x) {
    double max = x.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double[] weights = x.stream().mapToDouble(value -> Math.exp(value - max)).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double total = sum;
    return Arrays.stream(weights).mapToObj(weight -> weight / total).toList();
  }

  @Override
  public Double learned(String name) {
    return parameters.applyAsDouble(name);
  }
}
