package org.entroscope.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.Precision;

/**
 * All that decides what a training computes; two trainings of the same identity are the same.
 *
 * @param architecture in the paper's notation
 * @param shape sizes of the model
 * @param plan how it is trained
 * @param seed of weights and batches
 * @param corpusHash SHA-256 of the data
 * @param tokenizer its name
 * @param precision of products with weights
 * @param start SHA-256 of the weights it starts from; empty where they are random
 */
record TrainingIdentity(
    String architecture,
    ModelShape shape,
    TrainingPlan plan,
    long seed,
    String corpusHash,
    String tokenizer,
    Precision precision,
    String start) {

  /** What differs, in words; empty if nothing does. */
  List<String> differences(TrainingIdentity other) {
    List<String> differences = new ArrayList<>();
    compare(differences, "the architecture", architecture, other.architecture);
    compare(differences, "the shape", shape, other.shape);
    compare(differences, "the plan", plan, other.plan);
    compare(differences, "the seed", seed, other.seed);
    compare(differences, "the corpus", corpusHash, other.corpusHash);
    compare(differences, "the tokenizer", tokenizer, other.tokenizer);
    compare(differences, "the precision", precision, other.precision);
    compare(differences, "the start", start, other.start);
    return differences;
  }

  private static void compare(List<String> differences, String what, Object ours, Object theirs) {
    if (!Objects.equals(ours, theirs)) {
      differences.add(what + " is " + theirs + " there and " + ours + " here");
    }
  }
}
