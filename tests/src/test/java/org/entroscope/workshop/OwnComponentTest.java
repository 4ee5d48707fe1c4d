package org.entroscope.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.entroscope.architecture.Activations;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.AttentionNonlinearity;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.architecture.Regulariser;
import org.entroscope.engine.Scalar;
import org.junit.jupiter.api.Test;

/**
 * Tests the exercise that asks for a component written by the learner. Its check examines what the
 * component does.
 */
class OwnComponentTest {

  private record Attention(String term, UnaryOperator<NDArray> function)
      implements AttentionNonlinearity {
    @Override
    public NDArray weights(NDArray scores, ParameterValues learned) {
      return function.apply(scores);
    }
  }

  private record Penalty(String term, double strength, boolean isSingle) implements Regulariser {
    @Override
    public List<String> activations() {
      return List.of("layer.1.attention.scores");
    }

    @Override
    public NDArray penalty(Activations seen, ParameterValues learned) {
      NDArray scores = seen.matching("layer.1.attention.scores").get(0);
      NDArray penalty = scores.max(new int[] {-1}).square().mean();
      return isSingle ? penalty.mul(Scalar.of(penalty, strength)) : penalty.mul(strength);
    }
  }

  private static void judged(Answer.Verdict verdict, Object own, String words) {
    Answer answer = Exercise.check("a component of your own", own);
    assertEquals(verdict, answer.verdict(), answer.toString());
    assertTrue(answer.words().contains(words), answer.words());
  }

  private static void attention(
      String term, Answer.Verdict verdict, String words, UnaryOperator<NDArray> function) {
    judged(verdict, new Attention(term, function), words);
  }

  @Test
  void attentionIsJudgedByItsWeightsAndByATraining() {
    Answer.Verdict off = Answer.Verdict.NOT_YET;
    attention(
        "Own1", Answer.Verdict.RIGHT, "a tiny model learns with it", s -> s.add(s).softmax(-1));
    attention("Own2", off, "Own2 gives the same weights as softmax", s -> s.softmax(-1));
    attention("Own3", off, "gives the later key", s -> s.maximum(-1).softmax(-1));
    attention("Own4", off, "weights must be finite and not negative", s -> s.softmax(-1).neg());
    attention("Own5", off, "computing Own5 failed: ", s -> s.reshape(3, -1, 7, 11, 13));
    attention("Own 6", off, "letters and digits", s -> s.softmax(-1));
  }

  @Test
  void aPenaltyMustChangeWhatIsLearned() {
    judged(Answer.Verdict.RIGHT, new Penalty("OwnP1", 0.1, true), "the penalty is at most ");
    judged(Answer.Verdict.NOT_YET, new Penalty("OwnP2", 0, true), "it must be above 0");
    judged(Answer.Verdict.NOT_YET, new Penalty("OwnP3", 1e-30, true), "make the penalty larger");
    judged(
        Answer.Verdict.NOT_YET,
        new Penalty("OwnP5", 0.1, false),
        "must return float32, not float64; write x.mul(Scalar.of(x, 0.1)) instead of x.mul(0.1)");
    Regulariser perQuery =
        new Regulariser() {
          @Override
          public String term() {
            return "OwnP4";
          }

          @Override
          public List<String> activations() {
            return List.of("layer.1.attention.scores");
          }

          @Override
          public NDArray penalty(Activations seen, ParameterValues learned) {
            return seen.matching("layer.1.attention.scores").get(0);
          }
        };
    judged(
        Answer.Verdict.NOT_YET,
        perQuery,
        "penalty(...) of OwnP4 must return one number, not shape");
  }

  @Test
  void theLibrarysOwnDoNotCount() {
    judged(
        Answer.Verdict.NOT_YET,
        Architecture.of("SM").attention(),
        "softmax is part of the library; write a class of your own");
    judged(Answer.Verdict.NOT_YET, "SM", "this is a String; expected is an AttentionNonlinearity");
  }
}
