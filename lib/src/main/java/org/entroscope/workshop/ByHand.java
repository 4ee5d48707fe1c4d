package org.entroscope.workshop;

import java.util.List;
import java.util.stream.DoubleStream;
import org.entroscope.statistics.PlainEntropy;

/** Exercises about computing the entropy of one row of attention by hand (Eq. 5, 9-10). */
final class ByHand {

  private static final int EVEN_KEYS = 8;
  private static final int KEYS = 4;

  /** The tolerance in nats for a number from a pocket calculator. */
  private static final double CLOSE = 0.005;

  /** The tolerance in nats for a row that was found by hand. */
  private static final double NEAR = 0.02;

  static final List<Task> TASKS =
      List.of(
          Task.of(
              "an even row",
              "a number: the entropy in nats of a row that attends to 8 keys alike",
              "all a_j are 1/8 in E = -sum_j a_j ln a_j (Eq. 5), so all eight terms are the same."
                  + " Java's Math.log is the natural logarithm.",
              (answer, about) -> evenRow(answer.number())),
          Task.of(
              "one nat",
              "an array of 4 scores whose softmax has an entropy of 1 nat",
              "equal scores give ln 4 = 1.386 nats, one score far above the others gives 0. Let one"
                  + " score grow until you are there; PlainEntropy.ofLogits(1, scores) tells where"
                  + " you are.",
              (answer, about) -> oneNat(answer.numbers())),
          new Task(
              "half of it",
              "a number: the temperature at which the row has half the entropy of an even row",
              "the upper slider shows the way: cold rows have less entropy. Halve an interval of"
                  + " temperatures until it is small enough.",
              "a row of scores",
              (answer, about) -> halfOfIt(answer.number(), about.numbers())));

  private ByHand() {}

  private static Finding evenRow(double given) {
    double[] row = DoubleStream.generate(() -> 1.0 / EVEN_KEYS).limit(EVEN_KEYS).toArray();
    double entropy = PlainEntropy.of(row);
    if (near(given, entropy)) {
      return Finding.right("ln %d = %.3f nats, the most that %1$d keys allow", EVEN_KEYS, entropy);
    } else if (near(given, entropy / Math.log(2))) {
      return Finding.off("that is the entropy in bits; nats take the natural logarithm");
    } else if (near(given, -entropy)) {
      return Finding.off("the sign is wrong: every ln a_j is negative, so -a_j ln a_j is positive");
    } else if (near(given, entropy / EVEN_KEYS)) {
      return Finding.off("that is one of the eight terms of the sum");
    }
    return Finding.off(
        "too %s by %.3f nats", given < entropy ? "small" : "large", Math.abs(given - entropy));
  }

  private static boolean near(double given, double wanted) {
    return Math.abs(given - wanted) <= CLOSE;
  }

  private static Finding oneNat(double[] scores) {
    if (scores.length != KEYS) {
      return Finding.off("these are %d scores; the row has %d keys", scores.length, KEYS);
    }
    double entropy = PlainEntropy.ofLogits(1, scores);
    if (Math.abs(entropy - 1) <= NEAR) {
      return Finding.right("%.3f nats", entropy);
    }
    return entropy > 1
        ? Finding.off("%.3f nats, %.3f too many: the row is too even", entropy, entropy - 1)
        : Finding.off("%.3f nats, %.3f too few: the row is too sharp", entropy, 1 - entropy);
  }

  private static Finding halfOfIt(double temperature, double[] scores) {
    double half = Math.log(scores.length) / 2;
    double entropy = PlainEntropy.ofLogits(temperature, scores);
    if (Math.abs(entropy - half) <= NEAR) {
      return Finding.right(
          "at t = %.3g the row has %.3f nats, half of ln %d", temperature, entropy, scores.length);
    }
    return Finding.off(
        "at t = %.3g the row has %.3f nats, %.3f too %s: make it %s",
        temperature,
        entropy,
        Math.abs(entropy - half),
        entropy > half ? "many" : "few",
        entropy > half ? "colder" : "hotter");
  }
}
