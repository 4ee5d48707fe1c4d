package org.entroscope.workshop;

import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.OperationCounts;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.HeadValues;

/** Exercises about removing the nonlinearities (Table 1) and its effect on the heads. */
final class BreakIt {

  static final List<Task> TASKS =
      List.of(
          new Task(
              "count the LayerNorms",
              "a number: how many LayerNorms the blocks of SM + LN + G have",
              "Eq. 1-4 are one block: X_SA = X_in + MHA(LN1(X_in)), X_out = X_SA +"
                  + " FFN(LN2(X_SA)). How many blocks has the shape?",
              "a ModelShape",
              (answer, about) -> layerNorms(answer.number(), about.shape())),
          Task.of(
              "softmax alone",
              "an architecture, or its notation as text: GPT-2's block without LayerNorm and GELU",
              "the first architecture of this notebook is SM + LN + G: strike out what has to go.",
              (answer, about) -> bare(answer.architecture())),
          new Task(
              "heads near zero",
              "a number: how many heads of the run have less than a tenth of the causal bound",
              "count the darkest cells of its heat map, or ask diagnosis().collapsedHeads().",
              "the run of the bare model",
              (answer, about) -> nearZero(answer.number(), about.map())));

  private BreakIt() {}

  private static Finding layerNorms(double given, ModelShape shape) {
    int count =
        OperationCounts.of(Architecture.of("SM + LN + G"), shape).nonlinearities().stream()
            .filter(operation -> operation.name().equals("LN"))
            .mapToInt(operation -> operation.count())
            .sum();
    if (given == count) {
      return Finding.right("two in each of %d blocks, %d", shape.layers(), count);
    } else if (given == shape.layers()) {
      return Finding.off("that is one a block; a block has one before attention, and one more");
    } else if (given == count + 1) {
      return Finding.off(
          "the final LayerNorm stands behind the blocks, and stays in every variant");
    }
    return Finding.off("too %s by %.0f", given < count ? "few" : "many", Math.abs(given - count));
  }

  private static Finding bare(Architecture given) {
    if (given.layerNorm()) {
      return Finding.off("%s still has LayerNorm in its blocks", given);
    } else if (given.activation() != null) {
      return Finding.off("%s still has the activation %s", given, given.activation().notation());
    } else if (!given.equals(Architecture.of("SM"))) {
      return Finding.off("%s has no LayerNorm and no activation, but something new", given);
    }
    return Finding.right("%s: what is left to be nonlinear in a block is the softmax", given);
  }

  private static Finding nearZero(double given, HeadValues map) {
    Diagnosis diagnosis = Diagnosis.of(map);
    int count = diagnosis.collapsedHeads().size();
    int heads = map.layers() * map.heads();
    if (given == count) {
      return Finding.right("%d of %d heads, in words: %s", count, heads, diagnosis);
    } else if (given == diagnosis.overloadedHeads().size()) {
      return Finding.off("that many are near the bound; the question is for those near zero");
    }
    return Finding.off(
        "too %s by %.0f of %d heads",
        given < count ? "few" : "many", Math.abs(given - count), heads);
  }
}
