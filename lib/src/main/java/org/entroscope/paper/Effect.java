package org.entroscope.paper;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.entroscope.sweep.TTest;

/**
 * The evidence for a claim and against it, as one-sided p-values. Both can also be computed for
 * other numbers of seeds, to estimate how many would decide the claim.
 */
interface Effect {

  /** Returns the number of trained seeds. */
  int seeds();

  /**
   * Returns the p-value of the null hypothesis that there is no effect of the claimed sign. Small
   * values support the claim.
   */
  double pFor(int seeds);

  /**
   * Returns the p-value of the null hypothesis that the effect is at least the smallest effect of
   * interest. Small values refute the claim.
   */
  double pAgainst(int seeds);

  /**
   * Creates an effect that was measured with several seeds. It is tested with a t test or, if a run
   * diverged, with an exact sign test.
   *
   * @param values one value per seed, positive if the seed supports the claim
   * @param interest the smallest effect of interest
   */
  static Effect of(double[] values, double interest) {
    return Arrays.stream(values).allMatch(Double::isFinite)
        ? new MeanEffect(
            StatUtils.mean(values), Math.sqrt(StatUtils.variance(values)), values.length, interest)
        : new SignEffect(
            (int) Arrays.stream(values).filter(value -> value > 0).count(), values.length);
  }

  /** Student's t test. For other numbers of seeds it uses the same mean and deviation. */
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
   * @param positive the number of seeds with a positive value
   * @param seeds the number of all seeds
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
   * The effect of a claim that training succeeds more often in one setting than in another.
   *
   * @param trained the number of runs of the first setting that have trained
   * @param seeds the number of its runs
   * @param otherTrained the number of runs of the second setting that have trained
   * @param otherRuns the number of its runs
   */
  record CountEffect(int trained, int seeds, int otherTrained, int otherRuns) implements Effect {

    /** A setting that trains less often than this is not of interest. */
    private static final double RATE = 0.8;

    @Override
    public double pFor(int seeds) {
      int others = scaled(otherRuns, seeds);
      return TrainingOutcomes.fisherPValue(
          scaled(trained, seeds), seeds, scaled(otherTrained, seeds), others);
    }

    @Override
    public double pAgainst(int seeds) {
      return new BinomialDistribution(null, seeds, RATE)
          .cumulativeProbability(scaled(trained, seeds));
    }

    /** Returns a count for another number of runs of the first setting. */
    private int scaled(int count, int seeds) {
      return Math.round((float) count * seeds / this.seeds);
    }
  }

  /**
   * The effect of a claim that something never happens, which a single occurrence refutes.
   *
   * @param times the number of runs in which it happened
   * @param seeds the number of all runs
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
