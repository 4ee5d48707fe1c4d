package org.entroscope.workshop;

import java.util.List;
import java.util.stream.DoubleStream;
import org.entroscope.statistics.PlainEntropy;

/** Exercises about computing the entropy of one row of attention by hand (Eq. 5, 9-10). */
final class ByHand {

  private static final int EVEN_KEYS = 8;
  private static final int KEYS = 4;

  /** The tolerance in nats for an answer that was computed with a calculator. */
  private static final double CLOSE = 0.005;

  /** The tolerance in nats for a row or temperature that was found by trial. */
  private static final double NEAR = 0.02;

  static final List<Task> TASKS =
      List.of(
          Task.of(
              "an even row",
              "a number: the entropy in nats of a row that attends to 8 keys equally",
              "In E = -sum_j a_j ln a_j (Eq. 5), every a_j is 1/8, so all eight terms are equal."
                  + " In Java, Math.log is the natural logarithm.",
              (answer, about) -> evenRow(answer.number())),
          Task.of(
              "one nat",
              "an array of 4 scores whose softmax has an entropy of 1 nat",
              "Equal scores give ln 4 = 1.386 nats, and one score far above the others gives 0."
                  + " Increase one score until the entropy is 1 nat."
                  + " PlainEntropy.ofLogits(1, scores) computes the entropy.",
              (answer, about) -> oneNat(answer.numbers())),
          new Task(
              "half of it",
              "a number: the temperature at which the row has half the entropy of a uniform row",
              "The upper slider shows the direction: a lower temperature gives a lower entropy."
                  + " Start with an interval of temperatures, and halve it until it is small"
                  + " enough.",
              "a row of scores",
              (answer, about) -> halfOfIt(answer.number(), about.numbers())));

  private ByHand() {}

  private static Finding evenRow(double given) {
    double[] row = DoubleStream.generate(() -> 1.0 / EVEN_KEYS).limit(EVEN_KEYS).toArray();
    double entropy = PlainEntropy.of(row);
    if (near(given, entropy)) {
      return Finding.right(
          "ln %d = %.3f nats is the largest entropy that %1$d keys allow", EVEN_KEYS, entropy);
    } else if (near(given, entropy / Math.log(2))) {
      return Finding.off("this is the entropy in bits; use the natural logarithm to get nats");
    } else if (near(given, -entropy)) {
      return Finding.off("the sign is wrong: every ln a_j is negative, so -a_j ln a_j is positive");
    } else if (near(given, entropy / EVEN_KEYS)) {
      return Finding.off("this is only one of the eight terms of the sum");
    }
    return Finding.off(
        "the answer is too %s by %.3f nats",
        given < entropy ? "small" : "large", Math.abs(given - entropy));
  }

  private static boolean near(double given, double expected) {
    return Math.abs(given - expected) <= CLOSE;
  }

  private static Finding oneNat(double[] scores) {
    if (scores.length != KEYS) {
      return Finding.off("the answer has %d scores, but the row has %d keys", scores.length, KEYS);
    }
    double entropy = PlainEntropy.ofLogits(1, scores);
    if (Math.abs(entropy - 1) <= NEAR) {
      return Finding.right("the entropy is %.3f nats", entropy);
    }
    return entropy > 1
        ? Finding.off(
            "the entropy is %.3f nats, which is %.3f too high: the row is too uniform",
            entropy, entropy - 1)
        : Finding.off(
            "the entropy is %.3f nats, which is %.3f too low: the row is too sharp",
            entropy, 1 - entropy);
  }

  private static Finding halfOfIt(double temperature, double[] scores) {
    double half = Math.log(scores.length) / 2;
    double entropy = PlainEntropy.ofLogits(temperature, scores);
    if (Math.abs(entropy - half) <= NEAR) {
      return Finding.right(
          "at t = %.3g the row has an entropy of %.3f nats, which is half of ln %d",
          temperature, entropy, scores.length);
    }
    return Finding.off(
        "at t = %.3g the row has an entropy of %.3f nats, which is %.3f too %s: %s the temperature",
        temperature,
        entropy,
        Math.abs(entropy - half),
        entropy > half ? "high" : "low",
        entropy > half ? "lower" : "raise");
  }
}
