package org.entroscope.workshop;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.entroscope.architecture.ModelShape;
import org.entroscope.corpus.Corpus;
import org.entroscope.runs.TrainingPlan;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.HeadValues;
import org.entroscope.training.Experiment;
import org.entroscope.training.Run;
import org.entroscope.workshop.Rivals.Standing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the exercises that need a run. */
class RivalsTest {

  private static Corpus corpus;
  private static Experiment experiment;
  private static Run bare;

  @BeforeAll
  static void train() {
    String numbers = IntStream.range(0, 8000).mapToObj(i -> i + " " + i).collect(joining("\n"));
    TrainingPlan plan =
        TrainingPlan.laptop()
            .with(
                p -> {
                  p.steps = 3;
                  p.batchSize = 2;
                  p.evaluationInterval = 3;
                  p.evaluationExamples = 4;
                });
    corpus = Corpus.of(numbers);
    experiment =
        Experiment.of("SM")
            .on(corpus)
            .shape(new ModelShape(2, 2, 16, 16, 256))
            .plan(plan)
            .quietly();
    bare = experiment.train();
  }

  private static Run other(String architecture, int steps) {
    return Experiment.of(architecture)
        .on(corpus)
        .shape(bare.shape())
        .plan(bare.plan().withSteps(steps))
        .quietly()
        .train();
  }

  private static void notYet(Answer answer, String words) {
    assertEquals(Answer.Verdict.NOT_YET, answer.verdict(), answer.toString());
    assertTrue(answer.words().contains(words), answer.words());
  }

  @Test
  void aModelIsNotBetterThanItself() {
    notYet(Exercise.check("a repair", bare, bare), "is not below the");
  }

  @Test
  void aRepairDoesWithoutNonlinearities() {
    notYet(Exercise.check("a repair", other("SM + LN", 3), bare), "SM + LN has LayerNorms");
    notYet(Exercise.check("a repair", other("SM + R", 3), bare), "has the activation function R");
  }

  @Test
  void onlyEqualTrainingsCompare() {
    notYet(
        Exercise.check("a repair", other("SM + ScFuFFN", 2), bare),
        "not fair, because the plans differ: 2 steps and 3 steps");
    Run larger = experiment.shape(new ModelShape(1, 2, 16, 16, 256)).train();
    notYet(Exercise.check("a repair", larger, bare), "not fair, because the shapes differ: L=1");
  }

  @Test
  void theVerdictNeedsAnIdeaInBudget() {
    notYet(Exercise.check("the verdict", bare, bare), "SM is already known");
    notYet(Exercise.check("the verdict", other("SM + R + ScFFN", 2), bare), "the plans differ");
  }

  private static Standing standing(double perplexity, float... heads) {
    return new Standing("x", perplexity, Diagnosis.of(new HeadValues(new float[][] {heads}, 64)));
  }

  @Test
  void perplexityAndHeadsDecideTogether() {
    Standing broken = standing(20, 3.2f, 0, 0, 1);
    Finding better = Rivals.compare(standing(10, 3.2f, 1, 1, 1), broken);
    assertTrue(better.right(), better.words());
    assertEquals(
        "perplexity 10.00 instead of 20.00; heads in trouble: 1 instead of 3", better.words());
    assertTrue(!Rivals.compare(standing(21, 1, 1, 1, 1), broken).right());
    assertTrue(!Rivals.compare(standing(10, 0, 0, 0, 1), broken).right());
    Standing four = standing(20, 0, 0, 0, 0);
    assertTrue(Rivals.compare(standing(10, 0, 0, 0, 1), four).right(), "three of four are left");
    Standing twelve = standing(20, new float[12]);
    float[] oneHealthy = new float[12];
    oneHealthy[0] = 1;
    Finding oneFewer = Rivals.compare(standing(10, oneHealthy), twelve);
    assertTrue(!oneFewer.right() && oneFewer.words().contains("a tenth"), oneFewer::words);
    assertTrue(Rivals.compare(standing(10, 1, 1), standing(Double.NaN, Float.NaN, 1)).right());
  }
}
