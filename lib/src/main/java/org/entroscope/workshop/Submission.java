package org.entroscope.workshop;

import java.util.Arrays;
import java.util.Objects;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Component;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.HasRecord;
import org.entroscope.statistics.HasEntropy;
import org.entroscope.statistics.HeadValues;

/** The answer of a learner, converted to the type that an exercise asks for. */
final class Submission {

  /** Thrown if an answer does not have the expected type. The message names the type it has. */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Object value;

    Unfit(Object value) {
      super("this is " + article(value));
      this.value = value;
    }

    /** Returns the answer as it was given. */
    Object value() {
      return value;
    }

    private static String article(Object value) {
      if (value == null) {
        return "null";
      }
      String name = value.getClass().getSimpleName();
      return ("AEIOU".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }
  }

  private final Object value;

  Submission(Object value) {
    this.value = value;
  }

  /** Returns whether the answer is null, NaN, a blank string, or an array of only such elements. */
  boolean isMissing() {
    return isMissing(value);
  }

  private static boolean isMissing(Object value) {
    if (value == null || value instanceof Double d && d.isNaN()) {
      return true;
    } else if (value instanceof String text) {
      return text.isBlank() || text.matches("[.?…\\s]+");
    } else if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).allMatch(Double::isNaN);
    } else if (value instanceof int[] numbers) {
      return numbers.length == 0;
    } else if (value instanceof Object[] elements) {
      return Arrays.stream(elements).allMatch(Submission::isMissing);
    }
    return false;
  }

  double number() {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new Unfit(value);
  }

  double[] numbers() {
    if (value instanceof double[] numbers) {
      return numbers;
    } else if (value instanceof int[] numbers) {
      return Arrays.stream(numbers).asDoubleStream().toArray();
    }
    throw new Unfit(value);
  }

  int[] wholeNumbers() {
    if (value instanceof int[] numbers) {
      return numbers;
    }
    throw new Unfit(value);
  }

  double[][] matrix() {
    if (value instanceof double[][] rows && Arrays.stream(rows).allMatch(Objects::nonNull)) {
      return rows;
    }
    throw new Unfit(value);
  }

  double[][][] matrices() {
    if (value instanceof double[][][] matrices) {
      return matrices;
    }
    throw new Unfit(value);
  }

  HeadValues map() {
    if (value instanceof HeadValues map) {
      return map;
    } else if (value instanceof HasEntropy measured) {
      return measured.entropy();
    }
    throw new Unfit(value);
  }

  HasRecord run() {
    if (value instanceof HasRecord run) {
      return run;
    }
    throw new Unfit(value);
  }

  ModelShape shape() {
    if (value instanceof ModelShape shape) {
      return shape;
    }
    throw new Unfit(value);
  }

  /** Reads the answer as an architecture or its notation. */
  Architecture architecture() {
    if (value instanceof Architecture architecture) {
      return architecture;
    } else if (value instanceof String notation) {
      return Architecture.of(notation);
    }
    throw new Unfit(value);
  }

  Component component() {
    if (value instanceof Component component) {
      return component;
    }
    throw new Unfit(value);
  }
}
