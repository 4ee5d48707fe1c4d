package org.entroscope.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.entroscope.architecture.ModelShape;
import org.entroscope.files.Sha256;
import org.entroscope.training.RunRecord;
import org.entroscope.training.TrainingPlan;

/**
 * One experiment of a sweep, as data.
 *
 * @param architecture in the paper's notation
 * @param shape sizes of the model
 * @param plan how it is trained
 * @param tokenizer name of the tokenizer
 * @param seed of weights and batches
 */
public record Trial(
    String architecture, ModelShape shape, TrainingPlan plan, String tokenizer, long seed) {

  /** Properties in the order of their names, no white space: the same text on every machine. */
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** The experiment that a run was. */
  public static Trial of(RunRecord run) {
    return new Trial(run.architecture(), run.shape(), run.plan(), run.tokenizer(), run.seed());
  }

  /**
   * What tells this experiment from every other one: the SHA-256 of its whole configuration and of
   * its corpus, 64 hexadecimal digits.
   *
   * @param corpusHash {@link org.entroscope.data.Corpus#hash()}
   */
  public String identity(String corpusHash) {
    ObjectNode all = CANONICAL.createObjectNode();
    all.put("corpus", corpusHash).put("trial", toJson());
    try {
      return Sha256.of(CANONICAL.writeValueAsString(all));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Readable and unique: the architecture, the seed and the beginning of the identity. */
  String folder(String corpusHash) {
    String readable =
        architecture.replaceAll("\\s*\\+\\s*", "+").replaceAll("[^A-Za-z0-9.+]+", "_");
    return "%s-L%d-T%d-%d-%s"
        .formatted(
            readable, shape.layers(), shape.context(), seed, identity(corpusHash).substring(0, 16));
  }

  /** Canonical JSON. */
  String toJson() {
    try {
      return CANONICAL.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers and texts can always be written", e);
    }
  }

  static Trial fromJson(String json) {
    try {
      return CANONICAL.readValue(json, Trial.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no experiment: " + e.getOriginalMessage(), e);
    }
  }

  /** Tokens that the training sees. */
  public long tokens() {
    return (long) plan.steps() * plan.accumulation() * plan.batchSize() * shape.context();
  }

  /** The same configuration, whatever the seed: its seed is 0. */
  public Trial anySeed() {
    return new Trial(architecture, shape, plan, tokenizer, 0);
  }

  /** The same setting, whatever the architecture. */
  Trial anyArchitecture() {
    return new Trial("", shape, plan, tokenizer, seed);
  }

  @Override
  public String toString() {
    return "%s, %s, %,d steps, seed %d".formatted(architecture, shape, plan.steps(), seed);
  }
}
