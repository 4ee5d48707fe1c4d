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
 * The specification of a training: everything that determines what it computes. Two trainings with
 * the same specification are the same. Run folders, checkpoints and sweeps identify a training by
 * its {@link #hash()}.
 *
 * @param architecture the architecture in the paper's notation
 * @param shape the sizes of the model
 * @param plan the training plan
 * @param seed the seed of weights and batches
 * @param corpusHash the SHA-256 of the data; empty while no data is chosen
 * @param tokenizer the name of the tokenizer
 * @param precision the precision of products with weights
 * @param start the SHA-256 of the initial weights; empty if they are random
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

  /** Rejects an incomplete specification. */
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

  /**
   * Creates the specification of a training from random weights in single precision, on data that
   * is chosen later.
   */
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

  /** Returns this specification with another seed. */
  public RunSpec withSeed(long seed) {
    return new RunSpec(
        architecture, shape, plan, seed, corpusHash, tokenizer, precision, start, versions);
  }

  /**
   * Returns this specification with other data.
   *
   * @param hash the hash of the data, {@link org.entroscope.corpus.Corpus#hash()}
   */
  public RunSpec withCorpus(String hash) {
    return new RunSpec(
        architecture, shape, plan, seed, hash, tokenizer, precision, start, versions);
  }

  /** Returns this specification with another precision. */
  public RunSpec withPrecision(Precision precision) {
    return new RunSpec(
        architecture, shape, plan, seed, corpusHash, tokenizer, precision, start, versions);
  }

  /**
   * Returns this specification with other initial weights.
   *
   * @param hash the SHA-256 of the weights; empty for random weights
   */
  public RunSpec withStart(String hash) {
    return new RunSpec(
        architecture, shape, plan, seed, corpusHash, tokenizer, precision, hash, versions);
  }

  /**
   * Returns this specification with the seed 0, to compare specifications that may differ in their
   * seeds.
   */
  public RunSpec anySeed() {
    return withSeed(0);
  }

  /**
   * Returns this specification without an architecture, to compare specifications that may differ
   * in it.
   */
  public RunSpec anyArchitecture() {
    return new RunSpec("", shape, plan, seed, corpusHash, tokenizer, precision, start, Map.of());
  }

  /** Returns the number of tokens that the training processes. */
  public long tokens() {
    return (long) plan.steps() * plan.accumulation() * plan.batchSize() * shape.context();
  }

  /** Returns the canonical JSON form: sorted, without white space and without defaults. */
  public String toJson() {
    return RunSpecJson.text(this);
  }

  /**
   * Reads the output of {@link #toJson} of this version or an earlier one.
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

  /** Returns the SHA-256 of the canonical form, which identifies this training. */
  public String hash() {
    return Sha256.of(toJson());
  }

  /**
   * Checks that the components have the versions in the specification.
   *
   * @throws IllegalStateException if a component has another version
   * @throws IllegalArgumentException if the notation cannot be parsed
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
            "%s had version %d when this run was described, but has version %d here, which"
                    .formatted(term, theirs, ours)
                + " computes something else");
      }
    }
  }

  /** Returns the differences as texts; empty if there are none. */
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
