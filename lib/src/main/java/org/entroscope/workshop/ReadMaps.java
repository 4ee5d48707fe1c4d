package org.entroscope.workshop;

import java.util.List;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadValues;

/** Exercises about reading the heat maps of head entropies (Figure 3). */
final class ReadMaps {

  private static final int PAPER_CONTEXT = 128;

  /** The tolerance in nats for an answer that was computed with a calculator. */
  private static final double CLOSE = 0.005;

  static final List<Task> TASKS =
      List.of(
          Task.of(
              "the ceiling of a map",
              "a number: for T = 128, the mean entropy in nats of a head that attends equally to"
                  + " all keys that the causal mask allows",
              "Query i sees i + 1 keys, where i goes from 0 to 127, and a uniform row over n keys"
                  + " has ln n nats. The head's entropy is the mean over its queries (Eq. 6).",
              (answer, about) -> ceiling(answer.number())),
          new Task(
              "the sharpest head",
              "an array of two integers, layer and head, both counted from 0",
              "Look for the darkest cell of the map. Point at a cell to see its layer, head and"
                  + " entropy.",
              "a map of head entropies",
              (answer, about) -> sharpest(answer.wholeNumbers(), about.map())),
          Task.of(
              "paint both failures",
              "a HeadValues with overload in the first layer, collapse in the last layer, and"
                  + " neither in the layers between them",
              "Pass one row of entropies per layer: new HeadValues(new float[][] {{...}, {...},"
                  + " {...}}, T). The largest possible entropy is EntropyBound.causal(T). A head is"
                  + " overloaded above 90% of it and collapsed below 10%.",
              (answer, about) -> bothFailures(answer.map())));

  private ReadMaps() {}

  private static Finding ceiling(double given) {
    double bound = EntropyBound.causal(PAPER_CONTEXT);
    if (Math.abs(given - bound) <= CLOSE) {
      return Finding.right(
          "ln(128!)/128 = %.3f nats is where the scale of the paper's heat maps ends", bound);
    } else if (Math.abs(given - EntropyBound.maximum(PAPER_CONTEXT)) <= CLOSE) {
      return Finding.off("this is ln 128, which would be right if every query saw all keys");
    } else if (Math.abs(given - bound * PAPER_CONTEXT) <= 1) {
      return Finding.off("this is the sum over the queries, not the mean");
    }
    return Finding.off(
        "the answer is too %s by %.3f nats",
        given < bound ? "small" : "large", Math.abs(given - bound));
  }

  private static Finding sharpest(int[] head, HeadValues map) {
    if (head.length != 2) {
      return Finding.off(
          "the answer must have two numbers, layer and head, but it has %d", head.length);
    }
    Diagnosis.Head lowest = lowest(map);
    if (head[0] < 0 || head[0] >= map.layers() || head[1] < 0 || head[1] >= map.heads()) {
      return Finding.off(
          "there is no head %d in layer %d: layers are numbered 0 to %d, heads 0 to %d",
          head[1], head[0], map.layers() - 1, map.heads() - 1);
    }
    float given = map.at(head[0], head[1]);
    float least = map.at(lowest.layer(), lowest.head());
    // heads whose printed values in the map are the same count as equal
    if (given - least < 0.005) {
      return Finding.right(
          "head %d of layer %d has an entropy of %.2f nats", head[1], head[0], given);
    } else if (head[0] == lowest.head() && head[1] == lowest.layer()) {
      return Finding.off("almost right: the layer comes first, then the head");
    }
    return Finding.off(
        "this head has an entropy of %.2f nats; another head has %.2f less", given, given - least);
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
      return Finding.off(
          "a map of %d layers has no layer between the first and the last", map.layers());
    } else if (map.max() > bound + 1e-3) {
      return Finding.off(
          "a head has an entropy of %.2f nats, but the causal mask allows at most %.2f",
          map.max(), bound);
    } else if (!diagnosis.overloadedLayers().equals(List.of(0))) {
      return Finding.off(
          "layer 0 must be the only overloaded layer; the diagnosis is: %s", diagnosis);
    } else if (!diagnosis.collapsedLayers().equals(List.of(last))) {
      return Finding.off(
          "layer %d must be the only collapsed layer; the diagnosis is: %s", last, diagnosis);
    }
    return Finding.right("the diagnosis is: %s", diagnosis);
  }
}
