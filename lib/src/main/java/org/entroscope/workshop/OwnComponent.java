package org.entroscope.workshop;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.AttentionNonlinearity;
import org.entroscope.architecture.Component;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Regulariser;
import org.entroscope.corpus.Corpus;
import org.entroscope.files.Reason;
import org.entroscope.model.Gpt;
import org.entroscope.runs.RunStatus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;

/** The exercise about a component that the learner has written. It is tested in a tiny model. */
final class OwnComponent {

  static final List<Task> TASKS =
      List.of(
          Task.of(
              "a component of your own",
              "an AttentionNonlinearity or a Regulariser that you wrote, such as new Mine()",
              "Start from the example and change one thing: use the softmax of twice the scores, or"
                  + " squares instead of exponentials. Masked scores are -1e9 and must get the"
                  + " weight 0.",
              (answer, about) -> judge(answer.component())));

  /**
   * The shape of the tiny model. Its large initial weights make attention differ between tokens.
   */
  private static final ModelShape SHAPE = new ModelShape(2, 2, 16, 16, 256, 0.3);

  private static final TrainingPlan PLAN =
      TrainingPlan.laptop()
          .with(
              p -> {
                p.steps = 20;
                p.batchSize = 4;
                p.evaluationInterval = 0;
                p.evaluationExamples = 8;
              });

  private static final Corpus TEXT =
      Corpus.of(
          IntStream.range(0, 2000)
              .mapToObj(i -> "int a" + i + " = b" + 7 * i + " + 1;")
              .collect(Collectors.joining("\n")));
  private static final Architecture SOFTMAX = Architecture.of("SM");
  private static final float SMALLEST_CHANGE = 1e-4f;

  private OwnComponent() {}

  private static Finding judge(Component own) {
    if (own.getClass().getPackage() == SOFTMAX.attention().getClass().getPackage()) {
      return Finding.off("%s is part of the library; write a class of your own", own.label());
    }
    try {
      if (own instanceof AttentionNonlinearity attention) {
        return attention(SOFTMAX.with(attention));
      } else if (own instanceof Regulariser regulariser) {
        return regularised(SOFTMAX.with(regulariser));
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw e; // the message of the library says what is wrong
    } catch (RuntimeException e) {
      return Finding.off("computing %s failed: %s", own.term(), Reason.of(e));
    }
    return Finding.off("%s is neither an attention nonlinearity nor a regulariser", own.term());
  }

  private static Finding attention(Architecture architecture) {
    float[][][] ours = weights(architecture);
    float[][][] softmax = weights(SOFTMAX);
    double change = 0;
    for (int head = 0; head < ours.length; head++) {
      for (int query = 0; query < ours[head].length; query++) {
        for (int key = 0; key < ours[head].length; key++) {
          float weight = ours[head][query][key];
          if (!Float.isFinite(weight) || weight < 0) {
            return Finding.off(
                "query %d gives key %d the weight %s; weights must be finite and not negative",
                query, key, weight);
          } else if (key > query && weight > SMALLEST_CHANGE) {
            return Finding.off(
                "query %d gives the later key %d the weight %.3f; the score -1e9 must get weight 0",
                query, key, weight);
          }
          change = Math.max(change, Math.abs(weight - softmax[head][query][key]));
        }
      }
    }
    if (change < SMALLEST_CHANGE) {
      return Finding.off("%s gives the same weights as softmax", architecture);
    }
    Run run = train(architecture);
    Finding learned = learned(run);
    return learned.right()
        ? Finding.right(
            "the weights differ from those of softmax by up to %.2f; %s", change, learned.words())
        : learned;
  }

  /** Returns the attention weights of the first layer on a few tokens, for each head. */
  private static float[][][] weights(Architecture architecture) {
    try (Gpt gpt = Gpt.create(architecture, SHAPE, 1, null)) {
      AttentionMaps maps = gpt.attention(5, 60, 70, 80, 5, 90, 60, 7);
      return new float[][][] {maps.at(0, 0), maps.at(0, 1)};
    }
  }

  private static Finding regularised(Architecture architecture) {
    Run run = train(architecture);
    double largest = run.metrics().doubleColumn("penalty").max();
    Finding learned = learned(run);
    if (!learned.right()) {
      return learned;
    } else if (!(Math.abs(largest) > 0)) {
      return Finding.off("the penalty is %s at every step; it must be above 0", largest);
    }
    double without = lastLoss(train(SOFTMAX));
    return Math.abs(lastLoss(run) - without) < 1e-6
        ? Finding.off(
            "the model learns the same without the penalty, which is at most %.2g; make the penalty"
                + " larger",
            largest)
        : Finding.right("the penalty is at most %.2g; %s", largest, learned.words());
  }

  private static Finding learned(Run run) {
    if (run.status() != RunStatus.FINISHED) {
      return Finding.off("the training did not finish: %s", run);
    }
    double first = run.metrics().doubleColumn("loss").get(0);
    double last = lastLoss(run);
    return last < first
        ? Finding.right(
            "a tiny model learns with it: its loss is %.2f at first, and after %d steps it is %.2f",
            first, PLAN.steps(), last)
        : Finding.off(
            "the model does not learn: its loss is %.2f at first and %.2f at the end", first, last);
  }

  private static double lastLoss(Run run) {
    return run.metrics().doubleColumn("loss").get(run.metrics().rowCount() - 1);
  }

  private static Run train(Architecture architecture) {
    Run run = Experiment.of(architecture).on(TEXT).shape(SHAPE).plan(PLAN).quietly().train();
    run.model().close();
    return run;
  }
}
