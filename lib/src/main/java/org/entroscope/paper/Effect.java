package org.entroscope.paper;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.entroscope.sweep.TTest;

/**
 * How strongly runs speak for a claim and against it, in one-sided p-values. Both are also asked
 * for numbers of seeds that were not trained, to see how many would decide.
 */
interface Effect {

  /** Seeds that there are. */
  int seeds();

  /** The p-value of there being no effect of the claimed sign; small values speak for the claim. */
  double pFor(int seeds);

  /**
   * The p-value of the effect being at least the smallest of interest; small values speak against
   * the claim.
   */
  double pAgainst(int seeds);

  /**
   * An effect that was measured with several seeds: a t test, or where runs diverged an exact sign
   * test.
   *
   * @param values one per seed, positive where the claim is right
   * @param interest the smallest effect of interest
   */
  static Effect of(double[] values, double interest) {
    return Arrays.stream(values).allMatch(Double::isFinite)
        ? new MeanEffect(
            StatUtils.mean(values), Math.sqrt(StatUtils.variance(values)), values.length, interest)
        : new SignEffect(
            (int) Arrays.stream(values).filter(value -> value > 0).count(), values.length);
  }

  /** Student's t test, with mean and deviation taken as they are for other numbers of seeds. */
  record MeanEffect(double mean, double deviation, int seeds, double interest) implements Effect {

    @Override
    public double pFor(int seeds) {
      return TTest.pValueGreater(mean, deviation, seeds, 0);
    }

    @Override
    public double pAgainst(int seeds) {
      return TTest.pValueGreater(-mean, deviation, seeds, -interest);
    }
  }

  /**
   * The exact sign test.
   *
   * @param positive seeds with a positive value
   * @param seeds all seeds
   */
  record SignEffect(int positive, int seeds) implements Effect {

    @Override
    public double pFor(int seeds) {
      return atLeast(Math.round((float) positive * seeds / this.seeds), seeds);
    }

    @Override
    public double pAgainst(int seeds) {
      return atLeast(seeds - Math.round((float) positive * seeds / this.seeds), seeds);
    }

    private static double atLeast(int successes, int trials) {
      return 1 - new BinomialDistribution(null, trials, 0.5).cumulativeProbability(successes - 1);
    }
  }

  /**
   * Something that never happened, which a single time refutes.
   *
   * @param times how often it happened
   * @param seeds in how many runs it could have
   * @param rate the smallest rate of interest, which the claim excludes
   */
  record NeverEffect(int times, int seeds, double rate) implements Effect {

    @Override
    public double pFor(int seeds) {
      return times > 0 ? 1 : Math.pow(1 - rate, seeds);
    }

    @Override
    public double pAgainst(int seeds) {
      return times > 0 ? 0 : 1;
    }
  }
}
