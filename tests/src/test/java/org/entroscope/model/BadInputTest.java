package org.entroscope.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.Temperature;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.component.PlainRegulariser;
import org.entroscope.statistics.PlainEntropy;
import org.entroscope.tokens.Tokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the messages for invalid arguments. Each names the argument, its value and the valid
 * values.
 */
class BadInputTest {

  private static final int[] TOKENS = {1, 2, 3};
  private static final EntropyRegulariser PAPER = EntropyRegulariser.PAPER;

  private static Arguments plain(Runnable wrong, String message) {
    return arguments((Consumer<Gpt>) gpt -> wrong.run(), message);
  }

  private static Arguments model(Consumer<Gpt> wrong, String message) {
    return arguments(wrong, message);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        plain(
            () -> PlainEntropy.ofLogits(1, 0.5, Double.NaN),
            "logits[1] must be a number, or negative infinity for a hidden key, not NaN"),
        plain(
            () -> PlainEntropy.ofLogits(1, Double.POSITIVE_INFINITY),
            "logits[0] must be a number, or negative infinity for a hidden key, not Infinity"),
        plain(
            () -> PlainEntropy.ofLogits(1, Double.NEGATIVE_INFINITY),
            "logits must show at least one key: all are hidden"),
        plain(() -> PlainEntropy.ofLogits(1), "logits must show at least one key: all are hidden"),
        plain(() -> PlainEntropy.ofLogits(-1, 0.5), "temperature must be positive, not -1.0"),
        plain(() -> PlainEntropy.ofLogits(0, 0.5), "temperature must be positive, not 0.0"),
        plain(
            () -> PlainEntropy.of(new double[][] {{1, 0}, {0.5, 0.4}}),
            "rows[1] must sum to 1, but sums to 0.9"),
        plain(
            () -> Intervention.on(0, 0).temperature(-2),
            "the temperature must be positive, not -2.0"),
        plain(
            () -> Sampling.temperature(-1, 0),
            "the sampling temperature must be a number of at least 0, not -1.0"),
        plain(() -> Sampling.topK(0, 1, 0), "top must allow at least 1 token to be chosen, not 0"),
        plain(
            () -> new Temperature(Temperature.Form.DIVISOR, -0.5),
            "the initial temperature must be positive: divisor form cannot start from -0.5"),
        plain(
            () -> Architecture.of("SM + LReLU(1.5)"),
            "no architecture 'SM + LReLU(1.5)': the negative slope of a leaky ReLU must lie in [0,"
                + " 1), not 1.5"),
        plain(
            () -> PAPER.withTolerance(1.5), "the tolerance gamma must lie in [0.0, 1.0], not 1.5"),
        plain(
            () -> PAPER.withTolerance(Double.NaN),
            "the tolerance gamma must lie in [0.0, 1.0], not NaN"),
        plain(() -> PAPER.withLambda(-1), "lambda must be a number of at least 0.0, not -1.0"),
        plain(() -> PAPER.withThresholds(2, 1), "thresholdStart must lie in [0.0, 1.0], not 2.0"),
        plain(
            () -> new ModelShape(2, 3, 16, 8, 256),
            "hiddenSize must be a multiple of heads, so that all heads have the same width: 16 is"
                + " not a multiple of 3"));
  }

  static Stream<Arguments> shapes() {
    float[][][][][] attention = {{{{{1}, {1}}}}};
    return Stream.of(
        plain(
            () ->
                PlainRegulariser.penalty(
                    new float[][][][][] {{{{{1, 0}, {0.7f, 0.7f}}}}}, new double[][] {{1}}, PAPER),
            "attention[0][0][0][1] must sum to 1, but sums to 1.399999976158142"),
        plain(
            () -> PlainRegulariser.penalty(attention, new double[][] {{1, 1}}, PAPER),
            "thresholds[0] must hold one value per head, 1, not 2"),
        plain(
            () -> PlainRegulariser.penalty(attention, new double[0][], PAPER),
            "thresholds must hold one row per layer, 1, not 0"),
        plain(
            () -> PlainRegulariser.penalty(new float[0][][][][], new double[0][], PAPER),
            "attention must hold at least one layer, example and head"),
        plain(
            () ->
                PlainRegulariser.penalty(
                    new double[][][][] {{{{1, 1}}, {{1}}}}, new double[][] {{1}}, PAPER),
            "attention must have the same queries everywhere: attention[0][0] has 2,"
                + " attention[0][1] has 1"),
        model(
            gpt -> {
              try (NDManager manager = gpt.manager().newSubManager()) {
                PAPER.penalty(manager.zeros(new Shape(3, 4, 2, 7)), manager.zeros(new Shape(2, 3)));
              }
            },
            "thresholds must have the shape (layers, heads) = (3, 2), not (2, 3)"),
        model(
            gpt -> {
              try (NDManager manager = gpt.manager().newSubManager()) {
                PAPER.penalty(manager.zeros(new Shape(3, 4, 2)), manager.zeros(new Shape(3, 2)));
              }
            },
            "entropies must have the shape (layers, batch, heads, queries), not (3, 4, 2)"),
        model(
            gpt -> Weights.assign(gpt, Map.of()),
            "the given weights belongs to another architecture: it lacks"));
  }

  static Stream<Arguments> models() {
    return Stream.of(
        model(
            gpt -> gpt.entropy(1, 11, 2), "tokens[1] is 11, but the model's vocabulary is 0 to 10"),
        model(
            gpt -> gpt.attention(new int[] {-1}, 0, 0),
            "tokens[0] is -1, but the model's vocabulary is 0 to 10"),
        model(
            gpt -> gpt.generate(new int[] {99}, 1, Sampling.greedy(), Hook.NONE),
            "tokens[0] is 99, but the model's vocabulary is 0 to 10"),
        model(
            gpt -> gpt.runWithCache(new int[8], "logits"),
            "the sequence has 8 tokens, but the model's context length is 7"),
        model(
            gpt -> gpt.runWithCache(new int[0], "logits"),
            "a sequence must hold at least one token"),
        model(
            gpt -> Tokens.batch(gpt, gpt.manager(), TOKENS, 2),
            "3 tokens are not 2 sequences of the same length"),
        model(
            gpt -> gpt.entropy(1),
            "entropy needs at least 2 tokens, not 1: a single token sees only itself"),
        model(
            gpt -> gpt.generate(new int[0], 1, Sampling.greedy(), Hook.NONE),
            "the prompt must hold at least one token"),
        model(
            gpt -> gpt.generate(TOKENS, -1, Sampling.greedy(), Hook.NONE),
            "count must be at least 0 tokens, not -1"),
        model(
            gpt -> gpt.tokenizer(Tokenizer.bytes()),
            "the tokenizer bytes has 256 tokens, but the model has embeddings for 11: they do not"
                + " belong together"),
        model(
            gpt -> gpt.attention(TOKENS, 3, 0),
            "no head 0 in layer 3: layers are 0 to 2, heads 0 to 1"),
        model(
            gpt -> gpt.attention(TOKENS, 0, -1),
            "no head -1 in layer 0: layers are 0 to 2, heads 0 to 1"),
        model(
            gpt -> gpt.entropy(TOKENS, Intervention.on(0, 2).uniform()),
            "no head 2 in layer 0: layers are 0 to 2, heads 0 to 1"),
        model(gpt -> Intervention.on(-1, 0), "layers count from 0, so -1 does not exist"));
  }

  static Stream<Arguments> names() {
    String all =
        "All, with l a layer's number or *: residual.embedding, layer.l.attention.query, "
            + "layer.l.attention.key, layer.l.attention.value, layer.l.attention.scores, "
            + "layer.l.attention.entropy, layer.l.attention.probabilities, "
            + "layer.l.attention.heads, layer.l.attention.output, residual.l.attention, "
            + "layer.l.ffn.hidden, layer.l.ffn.output, residual.l.ffn, logits";
    return Stream.of(
        plain(
            () -> Capture.of("layer.3.attention.probabilites"),
            "there is no 'layer.3.attention.probabilites' in a model. Nearest: "
                + "layer.3.attention.probabilities, layer.3.attention.value, "
                + "layer.3.attention.scores. "
                + all),
        plain(() -> Capture.of(), "nothing to capture: give at least one name"),
        model(
            gpt -> gpt.runWithCache(TOKENS, "layer.3.ffn.output"),
            "'layer.3.ffn.output' does not exist: the layers of this model are 0 to 2"),
        model(
            gpt -> gpt.runWithCache(TOKENS, "layer.*.ffn.hidden"),
            "there is no 'layer.*.ffn.hidden' in this model: its feed-forward network is fused, "
                + "with nothing between two projections"),
        model(
            gpt -> Capture.of("logits").get("logits"),
            "nothing was captured under 'logits'; captured: []"),
        model(
            gpt -> gpt.runWithCache(TOKENS, "logits").values("residual.0.ffn"),
            "'residual.0.ffn' was not observed; observed: [logits]"),
        model(
            gpt -> gpt.runWithCache(TOKENS, "logits").at("logits", 1),
            "'logits' has the shape [3, 11]: give 2 indices, not 1"),
        model(
            gpt -> gpt.runWithCache(TOKENS, "logits").at("logits", 1, 11),
            "'logits' has the shape [3, 11]: index 1 is 11, but must be 0 to 10"),
        model(
            gpt -> LearnedParameters.of("SM", gpt, "threshold", "shares"),
            "SM + FuFFN has no parameter 'threshold' with one value for each head"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource({"values", "shapes", "models", "names"})
  void theMessageSaysWhatIsWrong(Consumer<Gpt> wrong, String message) {
    try (Gpt gpt = Randomised.gpt(Architecture.of("SM + FuFFN"), Randomised.SHAPE, 1)) {
      String actual = assertThrows(RuntimeException.class, () -> wrong.accept(gpt)).getMessage();
      assertEquals(message, actual.substring(0, Math.min(message.length(), actual.length())));
    }
  }
}
