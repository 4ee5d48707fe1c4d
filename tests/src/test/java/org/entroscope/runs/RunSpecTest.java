package org.entroscope.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.AttentionNonlinearity;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterValues;
import org.entroscope.engine.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSpecTest {

  private static final RunSpec SPEC =
      RunSpec.of(
          Architecture.of("SM + G"),
          new ModelShape(2, 2, 16, 16, 256, 0.1),
          TrainingPlan.laptop(),
          "bytes",
          1337);

  /** The text in run folders since schema 1. If this text changes, all recorded runs are lost. */
  private static final String GOLDEN =
      "{\"architecture\":\"SM + G\",\"plan\":{\"accumulation\":1,\"batchSize\":16,\"beta1\":0.9,"
          + "\"beta2\":0.999,\"entropyInterval\":20,\"epsilon\":1.0E-8,\"evaluationExamples\":256,"
          + "\"evaluationInterval\":100,\"learningRate\":0.001,\"maxGradNorm\":1.0,\"steps\":600,"
          + "\"warmUp\":0.05,\"weightDecay\":0.1},\"schema\":1,\"seed\":1337,\"shape\":{"
          + "\"context\":16,\"heads\":2,\"hiddenSize\":16,\"initialStd\":0.1,\"layers\":2,"
          + "\"vocabulary\":256},\"tokenizer\":\"bytes\"}";

  @Test
  void theCanonicalFormAndItsHashStay() {
    assertEquals(GOLDEN, SPEC.toJson());
    assertEquals(SPEC, RunSpec.fromJson(GOLDEN));
    assertEquals("d94bc4beb489733916320690149239229cf11ae64d32c22052da8f9c259a3b1b", SPEC.hash());
  }

  @Test
  void everythingIsWrittenAndReadBack() {
    RunSpec all =
        new RunSpec(
            "SM",
            SPEC.shape(),
            SPEC.plan(),
            -1,
            "c0",
            "gpt2",
            Precision.TF32,
            "a1",
            Map.of("SM", 3, "G", 2));
    assertEquals(
        "{\"architecture\":\"SM\",\"corpusHash\":\"c0\","
            + GOLDEN.substring(GOLDEN.indexOf("\"plan\""), GOLDEN.indexOf("\"schema\""))
            + "\"precision\":\"TF32\",\"schema\":1,\"seed\":-1,"
            + GOLDEN.substring(GOLDEN.indexOf("\"shape\""), GOLDEN.indexOf("\"tokenizer\""))
            + "\"start\":\"a1\",\"tokenizer\":\"gpt2\",\"versions\":{\"G\":2,\"SM\":3}}",
        all.toJson());
    assertEquals(all, RunSpec.fromJson(all.toJson()));
  }

  @Test
  void aMissingPropertyHasItsDefaultAndAWrittenDefaultChangesNoHash() {
    RunSpec read = RunSpec.fromJson(GOLDEN);
    assertEquals("", read.corpusHash());
    assertEquals(Precision.FLOAT32, read.precision());
    assertEquals("", read.start());
    assertEquals(Map.of(), read.versions());
    RunSpec explicit =
        RunSpec.fromJson(
            GOLDEN.replace(
                "\"schema\":1",
                "\"schema\":1, \"precision\" : \"FLOAT32\", \"start\":\"\", \"versions\":{}"));
    assertEquals(SPEC.hash(), explicit.hash());
  }

  /** The same rule applies to properties of the shape and the plan. */
  @Test
  void aPropertyAddedLaterLeavesOlderTextsAsTheyWere() {
    record Inner(int old, double added) {}
    record Outer(Inner inner, String name) {}
    CanonicalJson json = new CanonicalJson("{\"inner\":{\"added\":0.5}}");
    String old = "{\"inner\":{\"old\":3},\"name\":\"x\"}";
    Outer read = json.value(CanonicalJson.parsed(old), Outer.class);
    assertEquals(new Outer(new Inner(3, 0.5), "x"), read);
    assertEquals(old, CanonicalJson.text(json.tree(read)));
    assertEquals(
        "{\"inner\":{\"added\":2.0E-9,\"old\":3},\"name\":\"x\"}",
        CanonicalJson.text(json.tree(new Outer(new Inner(3, 2e-9), "x"))));
  }

  @Test
  void whateverDecidesChangesTheHash() {
    List<RunSpec> others =
        List.of(
            SPEC,
            SPEC.withSeed(1),
            SPEC.withCorpus("c0"),
            SPEC.withStart("c0"),
            SPEC.withPrecision(Precision.BFLOAT16),
            SPEC.withPrecision(Precision.FLOAT16),
            SPEC.withPrecision(Precision.TF32));
    assertEquals(
        others.size(), others.stream().map(RunSpec::hash).distinct().count(), others::toString);
    others.forEach(spec -> assertEquals(spec, RunSpec.fromJson(spec.toJson())));
  }

  /** A component whose term computed something else in an earlier version. */
  private record Revised(int version) implements AttentionNonlinearity {
    @Override
    public String term() {
      return "Revised";
    }

    @Override
    public NDArray weights(NDArray scores, ParameterValues learned) {
      return scores.softmax(-1).mul(version);
    }

    RunSpec spec() {
      Architecture.register(this);
      return RunSpec.of(Architecture.of("Revised"), SPEC.shape(), SPEC.plan(), "bytes", 1337);
    }
  }

  @Test
  void aComponentOfAnotherVersionIsAnotherTrainingAndIsRefused() {
    RunSpec first = new Revised(1).spec();
    assertEquals(Map.of(), first.versions());
    first.checkVersions();
    RunSpec second = new Revised(2).spec();
    assertEquals(Map.of("Revised", 2), second.versions());
    assertNotEquals(first.hash(), second.hash());
    second.checkVersions();
    assertEquals(
        "Revised had version 1 when this run was described, but has version 2 here, which"
            + " computes something else",
        assertThrows(IllegalStateException.class, first::checkVersions).getMessage());
  }

  @Test
  void differencesAreToldInWords() {
    assertEquals(List.of(), SPEC.differences(SPEC));
    RunSpec other =
        RunSpec.of(
                Architecture.of("SM"),
                SPEC.shape().withLayers(3),
                SPEC.plan().with(p -> p.learningRate = 0.5),
                "gpt2",
                1)
            .withPrecision(Precision.TF32)
            .withStart("a1")
            .withCorpus("c0");
    assertEquals(
        List.of(
            "the architecture is SM there and SM + G here",
            "the corpus is c0 there and none here",
            "the learningRate of the plan is 0.5 there and 0.001 here",
            "the precision is TF32 there and FLOAT32 here",
            "the seed is 1 there and 1337 here",
            "the layers of the shape is 3 there and 2 here",
            "the start is a1 there and none here",
            "the tokenizer is gpt2 there and bytes here"),
        SPEC.differences(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "7",
        "{\"schema\":1}",
        "{\"schema\":2}",
        "{\"schema\":\"1\"}",
        "seed",
        "shape",
        "plan",
        "architecture",
        "tokenizer",
        "steps",
        "layers",
        "1337>null",
        "1337>1.5",
        "1337>\"1337\"",
        "\"seed\">\"sead\"",
        "0.999>1.5",
        "\"schema\">\"precision\":null,\"schema\"",
        "\"schema\">\"precision\":\"F8\",\"schema\"",
        "\"schema\">\"versions\":null,\"schema\"",
        "\"schema\">\"colour\":1,\"schema\""
      })
  void whatIsNoSpecificationIsRefused(String edit) {
    String text =
        edit.contains(">")
            ? GOLDEN.replaceFirst(
                java.util.regex.Pattern.quote(edit.split(">")[0]), edit.split(">")[1])
            : edit.matches("[a-z]{4,}") && !edit.equals("null")
                ? GOLDEN.replaceFirst(",?\"" + edit + "\":(\\{[^}]*\\}|[^,}]*)", "")
                : edit;
    assertTrue(!text.equals(GOLDEN));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RunSpec.fromJson(text));
    assertTrue(refusal.getMessage().length() < 500, refusal.getMessage());
  }
}
