package org.entroscope.workshop;

import java.util.List;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadValues;

/** Exercises about reading the heat maps of head entropies (Figure 3). */
final class ReadMaps {

  private static final int PAPER_CONTEXT = 128;

  /** The tolerance in nats for a number from a pocket calculator. */
  private static final double CLOSE = 0.005;

  static final List<Task> TASKS =
      List.of(
          Task.of(
              "the ceiling of a map",
              "a number: the mean entropy in nats of a head that is even under the causal mask, for"
                  + " T = 128",
              "query i sees i + 1 keys, i from 0 to 127, and an even row over n keys has ln n nats."
                  + " The head's entropy is the mean over its queries (Eq. 6).",
              (answer, about) -> ceiling(answer.number())),
          new Task(
              "the sharpest head",
              "an array of two whole numbers, layer and head, both counted from 0",
              "the darkest cell of the map; the pointer on a cell tells layer, head and nats.",
              "a map of head entropies",
              (answer, about) -> sharpest(answer.wholeNumbers(), about.map())),
          Task.of(
              "paint both failures",
              "an HeadValues with overload in the first layer, collapse in the last, and neither in"
                  + " a layer between",
              "new HeadValues(new float[][] {{...}, {...}, {...}}, T) takes one row of nats a"
                  + " layer; EntropyBound.causal(T) is the ceiling. Overload is above 90% of it,"
                  + " collapse below 10%.",
              (answer, about) -> bothFailures(answer.map())));

  private ReadMaps() {}

  private static Finding ceiling(double given) {
    double bound = EntropyBound.causal(PAPER_CONTEXT);
    if (Math.abs(given - bound) <= CLOSE) {
      return Finding.right("ln(128!)/128 = %.3f nats, where the paper's maps saturate", bound);
    } else if (Math.abs(given - EntropyBound.maximum(PAPER_CONTEXT)) <= CLOSE) {
      return Finding.off("that is ln 128: it would take a query that sees all keys, every time");
    } else if (Math.abs(given - bound * PAPER_CONTEXT) <= 1) {
      return Finding.off("that is the sum over the queries, not their mean");
    }
    return Finding.off(
        "too %s by %.3f nats", given < bound ? "small" : "large", Math.abs(given - bound));
  }

  private static Finding sharpest(int[] head, HeadValues map) {
    if (head.length != 2) {
      return Finding.off("a head is two numbers, layer and head, not %d", head.length);
    }
    Diagnosis.Head lowest = lowest(map);
    if (head[0] < 0 || head[0] >= map.layers() || head[1] < 0 || head[1] >= map.heads()) {
      return Finding.off(
          "there is no head %d in layer %d: layers are 0 to %d, heads 0 to %d",
          head[1], head[0], map.layers() - 1, map.heads() - 1);
    }
    float given = map.at(head[0], head[1]);
    float least = map.at(lowest.layer(), lowest.head());
    // heads with the same printed value in the map count as equal
    if (given - least < 0.005) {
      return Finding.right("head %d of layer %d has %.2f nats", head[1], head[0], given);
    } else if (head[0] == lowest.head() && head[1] == lowest.layer()) {
      return Finding.off("almost: the layer comes first, then the head");
    }
    return Finding.off(
        "that head has %.2f nats; there is one with %.2f less", given, given - least);
  }

  private static Diagnosis.Head lowest(HeadValues map) {
    Diagnosis.Head lowest = new Diagnosis.Head(0, 0);
    for (int layer = 0; layer < map.layers(); layer++) {
      for (int head = 0; head < map.heads(); head++) {
        if (map.at(layer, head) < map.at(lowest.layer(), lowest.head())) {
          lowest = new Diagnosis.Head(layer, head);
        }
      }
    }
    return lowest;
  }

  private static Finding bothFailures(HeadValues map) {
    Diagnosis diagnosis = Diagnosis.of(map);
    double bound = EntropyBound.causal(map.context());
    int last = map.layers() - 1;
    if (map.layers() < 3) {
      return Finding.off("a map of %d layers has no layer between first and last", map.layers());
    } else if (map.max() > bound + 1e-3) {
      return Finding.off(
          "a head has %.2f nats, but under the causal mask none can have more than %.2f",
          map.max(), bound);
    } else if (!diagnosis.overloadedLayers().equals(List.of(0))) {
      return Finding.off("overload is to be in layer 0 alone; the diagnosis is %s", diagnosis);
    } else if (!diagnosis.collapsedLayers().equals(List.of(last))) {
      return Finding.off(
          "collapse is to be in layer %d alone; the diagnosis is %s", last, diagnosis);
    }
    return Finding.right("%s", diagnosis);
  }
}
