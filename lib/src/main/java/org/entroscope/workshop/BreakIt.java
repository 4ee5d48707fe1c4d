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
              "a number: how many LayerNorms all blocks of SM + LN + G have together",
              "Eq. 1-4 describe one block: X_SA = X_in + MHA(LN1(X_in)), X_out = X_SA +"
                  + " FFN(LN2(X_SA)). How many blocks does the shape have?",
              "a ModelShape",
              (answer, about) -> layerNorms(answer.number(), about.shape())),
          Task.of(
              "softmax alone",
              "an architecture or its notation as a string: GPT-2's block without LayerNorm and"
                  + " GELU",
              "The first architecture of this notebook is SM + LN + G. Remove the terms that stand"
                  + " for LayerNorm and GELU.",
              (answer, about) -> bare(answer.architecture())),
          new Task(
              "heads near zero",
              "a number: how many heads of the run have an entropy below a tenth of the causal"
                  + " bound",
              "Count the darkest cells of the heat map, or call diagnosis().collapsedHeads().",
              "the run of the softmax-only model",
              (answer, about) -> nearZero(answer.number(), about.map())));

  private BreakIt() {}

  private static Finding layerNorms(double given, ModelShape shape) {
    int count =
        OperationCounts.of(Architecture.of("SM + LN + G"), shape).nonlinearities().stream()
            .filter(operation -> operation.name().equals("LN"))
            .mapToInt(operation -> operation.count())
            .sum();
    if (given == count) {
      return Finding.right("two LayerNorms in each of %d blocks make %d", shape.layers(), count);
    } else if (given == shape.layers()) {
      return Finding.off(
          "this is one LayerNorm per block; a block has one before attention and one before the"
              + " feed-forward network");
    } else if (given == count + 1) {
      return Finding.off(
          "the final LayerNorm does not count: it follows the blocks, and every variant keeps it");
    }
    return Finding.off(
        "the answer is too %s by %.0f", given < count ? "small" : "large", Math.abs(given - count));
  }

  private static Finding bare(Architecture given) {
    if (given.layerNorm()) {
      return Finding.off("%s still has LayerNorm in its blocks", given);
    } else if (given.activation() != null) {
      return Finding.off(
          "%s still has the activation function %s", given, given.activation().notation());
    } else if (!given.equals(Architecture.of("SM"))) {
      return Finding.off(
          "%s has no LayerNorm and no activation function, but it changes something else, too",
          given);
    }
    return Finding.right("%s: the softmax is the only nonlinearity that is left in a block", given);
  }

  private static Finding nearZero(double given, HeadValues map) {
    Diagnosis diagnosis = Diagnosis.of(map);
    int count = diagnosis.collapsedHeads().size();
    int heads = map.layers() * map.heads();
    if (given == count) {
      return Finding.right(
          "%d of %d heads are near zero; the diagnosis is: %s", count, heads, diagnosis);
    } else if (given == diagnosis.overloadedHeads().size()) {
      return Finding.off("this is the number of heads near the bound; count those near zero");
    }
    return Finding.off(
        "the answer is too %s by %.0f; the run has %d heads",
        given < count ? "small" : "large", Math.abs(given - count), heads);
  }
}
