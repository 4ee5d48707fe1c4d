package org.entroscope.workshop;

import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.paper.Catalogue;
import org.entroscope.paper.Paper;
import org.entroscope.privacy.CostModel;
import org.entroscope.runs.HasRecord;

/**
 * Exercises about an architecture that the learner has designed. The checks look at its cost,
 * perplexity and heads.
 */
final class OwnIdea {

  /** The cheapest model of the paper that keeps both kinds of nonlinearity. */
  private static final Architecture BUDGET = Architecture.of("SM + LN + R");

  static final List<Task> TASKS =
      List.of(
          Task.of(
              "an idea in budget",
              "an architecture or its notation as a string; it must not be in any table of the"
                  + " paper, and its private inference must be cheaper than that of SM + LN + R",
              "Combine a scaled or fused FFN, WN(..), SN(..), SR(..), SM(t), LReLU(..) or EReg(..)."
                  + " Paper.catalogue() lists the architectures that are already known.",
              (answer, about) -> inBudget(answer.architecture())),
          new Task(
              "the verdict",
              "the run of your idea, trained like the softmax-only model",
              "Compare the heat maps. Are heads in early layers near the bound, or heads in deep"
                  + " layers near zero? Scaling the FFN stabilises deep layers. A leaky activation"
                  + " function with a learned slope lets early layers choose how linear they are.",
              "the run of the softmax-only model",
              (answer, about) -> verdict(answer.run(), about.run())));

  private OwnIdea() {}

  private static Finding inBudget(Architecture idea) {
    for (Catalogue.Entry entry : Paper.catalogue()) {
      if (entry.architecture().terms().equals(idea.terms())) {
        return Finding.off("%s is already known: %s", idea, entry.source());
      }
    }
    double gigabytes = gigabytes(idea);
    double budget = gigabytes(BUDGET);
    return gigabytes < budget
        ? Finding.right("%s costs %.1f GB, %s costs %.1f GB", idea, gigabytes, BUDGET, budget)
        : Finding.off(
            "%s costs %.1f GB; the budget is %.1f GB, the cost of %s",
            idea, gigabytes, budget, BUDGET);
  }

  /** Returns the communication of one private forward pass of GPT-2 small, in gigabytes. */
  private static double gigabytes(Architecture architecture) {
    return CostModel.paper().predict(architecture, ModelShape.gpt2Small()).gigabytes().value();
  }

  private static Finding verdict(HasRecord run, HasRecord bare) {
    Finding budget = inBudget(run.architecture());
    return budget.right() ? Rivals.judge(run, bare) : budget;
  }
}
