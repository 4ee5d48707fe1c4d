package org.entroscope.runs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Component;
import org.entroscope.architecture.ModelShape;
import org.entroscope.engine.Precision;
import org.entroscope.files.Sha256;

/**
 * Everything that decides what a training computes. Two trainings of the same specification are the
 * same, and what a run folder, a checkpoint or a sweep holds is found by its {@link #hash()}.
 *
 * @param architecture in the paper's notation
 * @param shape sizes of the model
 * @param plan how it is trained
 * @param seed of weights and batches
 * @param corpusHash SHA-256 of the data; empty while no data is chosen
 * @param tokenizer its name
 * @param precision of products with weights
 * @param start SHA-256 of the weights it starts from; empty where they are random
 * @param versions the {@linkplain Component#version() versions} of the architecture's components
 *     that are not 1, by their terms
 */
public record RunSpec(
    String architecture,
    ModelShape shape,
    TrainingPlan plan,
    long seed,
    String corpusHash,
    String tokenizer,
    Precision precision,
    String start,
    Map<String, Integer> versions) {

  /** Refuses a specification that lacks something. */
  public RunSpec {
    if (architecture == null
        || shape == null
        || plan == null
        || corpusHash == null
        || tokenizer == null
        || precision == null
        || start == null
        || versions == null) {
      throw new IllegalArgumentException("it lacks some of the run's settings");
    }
    versions = Map.copyOf(versions);
  }

  /** A training from random weights in single precision, on data yet to be chosen. */
  public static RunSpec of(
      Architecture architecture, ModelShape shape, TrainingPlan plan, String tokenizer, long seed) {
    Map<String, Integer> versions = versions(architecture);
    return new RunSpec(
        architecture.toString(), shape, plan, seed, "", tokenizer, Precision.FLOAT32, "", versions);
  }

  private static Map<String, Integer> versions(Architecture architecture) {
    Map<String, Integer> versions = new TreeMap<>();
    for (Component component : architecture.components()) {
      if (component.version() != 1) {
        versions.put(component.term(), component.version());
      }
    }
    return versions;
  }

  /** The same with another seed. */
  public RunSpec withSeed(long seed) {
    return new RunSpec(
        architecture, shape, plan, seed, corpusHash, tokenizer, precision, start, versions);
  }

  /**
   * The same on other data.
   *
   * @param hash {@link org.entroscope.corpus.Corpus#hash()}
   */
  public RunSpec withCorpus(String hash) {
    return new RunSpec(
        architecture, shape, plan, seed, hash, tokenizer, precision, start, versions);
  }

  /** The same in another precision. */
  public RunSpec withPrecision(Precision precision) {
    return new RunSpec(
        architecture, shape, plan, seed, corpusHash, tokenizer, precision, start, versions);
  }

  /**
   * The same from other weights.
   *
   * @param hash their SHA-256; empty for random ones
   */
  public RunSpec withStart(String hash) {
    return new RunSpec(
        architecture, shape, plan, seed, corpusHash, tokenizer, precision, hash, versions);
  }

  /** The same configuration, whatever the seed: its seed is 0. */
  public RunSpec anySeed() {
    return withSeed(0);
  }

  /** The same setting, whatever the architecture. */
  public RunSpec anyArchitecture() {
    return new RunSpec("", shape, plan, seed, corpusHash, tokenizer, precision, start, Map.of());
  }

  /** Tokens that the training sees. */
  public long tokens() {
    return (long) plan.steps() * plan.accumulation() * plan.batchSize() * shape.context();
  }

  /** The canonical form, of which there is one: sorted, no white space, no defaults. */
  public String toJson() {
    return RunSpecJson.text(this);
  }

  /**
   * Reads what {@link #toJson} wrote, in this version or an earlier one.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static RunSpec fromJson(String json) {
    return RunSpecJson.parsed(json);
  }

  @JsonValue
  private ObjectNode toTree() {
    return RunSpecJson.tree(this);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  private static RunSpec of(ObjectNode tree) {
    return RunSpecJson.of(tree);
  }

  /** SHA-256 of the canonical form: what tells this training from every other one. */
  public String hash() {
    return Sha256.of(toJson());
  }

  /**
   * Refuses to compute with other versions of the components than the specification names.
   *
   * @throws IllegalStateException if there are others here
   * @throws IllegalArgumentException if the notation cannot be read here
   */
  public void checkVersions() {
    Map<String, Integer> here = versions(Architecture.of(architecture));
    for (String term :
        new TreeSet<>(
            Architecture.of(architecture).components().stream().map(Component::term).toList())) {
      int ours = here.getOrDefault(term, 1);
      int theirs = versions.getOrDefault(term, 1);
      if (ours != theirs) {
        throw new IllegalStateException(
            "%s was of version %d when this run was described, and is of version %d here, which"
                    .formatted(term, theirs, ours)
                + " computes something else");
      }
    }
  }

  /** What differs, in words; empty if nothing does. */
  public List<String> differences(RunSpec other) {
    return RunSpecJson.differences(this, other);
  }

  @Override
  public String toString() {
    return "%s, %s, %,d steps, seed %d%s"
        .formatted(
            architecture,
            shape,
            plan.steps(),
            seed,
            precision == Precision.FLOAT32 ? "" : ", products in " + precision);
  }
}
