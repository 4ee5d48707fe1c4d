package org.entroscope.paper;

import static org.entroscope.paper.Difference.less;
import static org.entroscope.paper.Difference.more;
import static org.entroscope.paper.Measure.DEEP_ENTROPY;
import static org.entroscope.paper.Measure.EARLY_ENTROPY;
import static org.entroscope.paper.Measure.GRADIENT_NORM;
import static org.entroscope.paper.Measure.MEAN_ENTROPY;
import static org.entroscope.paper.Measure.NEAR_BOUND;
import static org.entroscope.paper.Measure.NEAR_ZERO;
import static org.entroscope.paper.Measure.PERPLEXITY;
import static org.entroscope.paper.Measure.TOP_RANGE;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.statistics.DiagnosisCriteria;

/**
 * The catalogue of all claims. Each claim has a statement, the place where the paper makes it, and
 * the test that decides it. The settings are those of {@link Findings}.
 */
final class ClaimCatalogue {

  private static final String EREG = "EReg(SM(t) + ScFuFFN)";
  private static final String REVIVAL = "ReLU's Revival";

  /** One order of magnitude as a decimal logarithm. */
  private static final double TEN_TIMES = 1;

  static final List<Claim> ALL = all();

  private ClaimCatalogue() {}

  private static List<Claim> all() {
    List<Claim> all = new ArrayList<>();
    all.addAll(collapse());
    all.addAll(overload());
    all.addAll(layerNorm());
    all.addAll(guidance());
    all.addAll(gamma());
    all.addAll(depth());
    return List.copyOf(all);
  }

  private static Configuration ladder(String notation) {
    return Configuration.of(notation, Findings.ladder());
  }

  private static Configuration stabiliser(String notation) {
    return Configuration.of(notation, Findings.stabilisers());
  }

  private static Configuration proposed(String notation) {
    return Configuration.of(notation, Findings.proposed());
  }

  private static List<Claim> collapse() {
    Configuration sm = ladder("SM");
    Configuration baseline = ladder("SM + LN + G");
    Configuration deep = Configuration.of("SM", Findings.deeper());
    Configuration flat = Configuration.of("SM", Findings.start());
    double nearZero = DiagnosisCriteria.DEFAULT.collapsedBelow();
    double nearBound = DiagnosisCriteria.DEFAULT.overloadedAbove();
    return List.of(
        new Claim(
            "deep layers collapse",
            "collapse",
            "In the softmax-only model, the mean entropy of the deep layers falls to near zero",
            "Figures 2b, 3f",
            LimitHypothesis.below(DEEP_ENTROPY, sm, nearZero)),
        new Claim(
            "heads collapse",
            "collapse",
            "The softmax-only model has more heads near zero than the baseline with LayerNorm and GELU",
            "Figures 2a, 3",
            more(NEAR_ZERO, sm, baseline)),
        new Claim(
            "gradients explode",
            "collapse",
            "The largest gradient norm of the softmax-only model is more than ten times the baseline's",
            "Section 2",
            more(GRADIENT_NORM, sm, baseline).by(TEN_TIMES)),
        new Claim(
            "softmax alone fails",
            "collapse",
            "The softmax-only model ends with a higher perplexity than the model with softmax and GELU",
            "Table 2, where the softmax-only model diverges",
            more(PERPLEXITY, sm, ladder("SM + G"))),
        new Claim(
            "no NaN in float32",
            "collapse",
            "In float32, training the softmax-only model produces no NaN",
            "Table 2, where training in fp16 produces NaNs",
            new NoDivergence(List.of(sm, deep))),
        new Claim(
            "narrow start",
            "collapse",
            "With the paper's initial standard deviation of 0.02, the attention of so narrow a model"
                + " stays uniform",
            "Section 5, initialisation",
            LimitHypothesis.above(MEAN_ENTROPY, flat, nearBound)));
  }

  private static List<Claim> overload() {
    Configuration gelu = ladder("SM + G");
    Configuration relu = ladder("SM + R");
    return List.of(
        new Claim(
            "ladder",
            "overload",
            "The perplexities of the ladder are in the published order, with the softmax-only model last",
            "Table 2",
            Order.of(Paper.table2(), Findings.ladder())),
        new Claim(
            "GELU overloads",
            "overload",
            "The GELU model has more heads near the causal bound without LayerNorm than with it",
            "Figures 2a, 3",
            more(NEAR_BOUND, gelu, ladder("SM + LN + G"))),
        new Claim(
            "softmax overloads",
            "overload",
            "The model without activation function also has more heads near the causal bound without"
                + " LayerNorm than with it",
            "Figures 2a, 3",
            more(NEAR_BOUND, ladder("SM"), ladder("SM + LN"))),
        new Claim(
            "ReLU overloads less at the top",
            "overload",
            "Without LayerNorm, the ReLU model has fewer heads in the top range than the GELU model",
            "Figure 2a",
            less(TOP_RANGE, relu, gelu).published(Figure2a.topDifference("SM + R", "SM + G"))),
        new Claim(
            "ReLU overloads less",
            "overload",
            "Without LayerNorm, the ReLU model has fewer heads near the causal bound than the GELU"
                + " model",
            "Figure 3",
            less(NEAR_BOUND, relu, gelu)),
        new Claim(
            "ReLU beats GELU",
            "overload",
            "Without LayerNorm, the ReLU model has a lower perplexity than the GELU model",
            "Table 2, Figure 2a",
            less(PERPLEXITY, relu, gelu).published(Paper.table2(), "SM + R", "SM + G")),
        new Claim(
            "GELU beats ReLU with LayerNorm",
            "overload",
            "With LayerNorm, the GELU model has a lower perplexity than the ReLU model",
            "Table 2",
            less(PERPLEXITY, ladder("SM + LN + G"), ladder("SM + LN + R"))
                .published(Paper.table2(), "SM + LN + G", "SM + LN + R")),
        new Claim(
            "leaky slopes",
            "overload",
            "Perplexity rises with the negative slope of the activation function: 0 (ReLU), 0.01, 0.1,"
                + " 1 (identity)",
            REVIVAL,
            Order.of(
                List.of("SM + R", "SM + LReLU(0.01)", "SM + LReLU(0.1)", "SM"),
                Findings.ladder(),
                Findings.leaky())),
        new Claim(
            "learned slopes",
            "overload",
            "A model that learns one negative slope per layer ends with a lower perplexity than the"
                + " model without activation function",
            REVIVAL,
            less(
                PERPLEXITY,
                Configuration.of("SM + LReLU(layer)", Findings.leaky()),
                ladder("SM"))));
  }

  private static List<Claim> layerNorm() {
    Configuration sm = stabiliser("SM");
    List<Claim> claims = new ArrayList<>();
    for (String mender : List.of("WN(FFN)", "SN(FFN)", "ScFFN")) {
      Configuration mended = stabiliser("SM + " + mender);
      claims.add(
          new Claim(
              mender + " prevents collapse",
              "layernorm",
              "With %s, fewer heads are near zero than in the softmax-only model".formatted(mender),
              "Figure 5c-e",
              less(NEAR_ZERO, mended, sm)));
      claims.add(
          new Claim(
              mender + " trains",
              "layernorm",
              "With %s, the perplexity is lower than that of the softmax-only model"
                  .formatted(mender),
              "Table 6, where the softmax-only model diverges",
              less(PERPLEXITY, mended, sm)));
    }
    for (String norm : List.of("WN", "SN")) {
      String of = "SM + " + norm;
      claims.add(
          new Claim(
              norm + " belongs on the FFN",
              "layernorm",
              "%1$s of the FFN gives a lower perplexity than %1$s of the queries and keys"
                  .formatted(norm),
              "Table 5",
              less(PERPLEXITY, stabiliser(of + "(FFN)"), stabiliser(of + "(QK)"))
                  .published(Paper.table5(), of + "(FFN)", of + "(QK)")));
      claims.add(
          new Claim(
              norm + " on the FFN alone",
              "layernorm",
              "%1$s of the FFN alone gives a lower perplexity than %1$s of both FFN and attention"
                  .formatted(norm),
              "Table 5",
              less(PERPLEXITY, stabiliser(of + "(FFN)"), stabiliser(of + "(QKVO+FFN)"))
                  .published(Paper.table5(), of + "(FFN)", of + "(QKVO+FFN)")));
      claims.add(
          new Claim(
              "scaling beats " + norm,
              "layernorm",
              "The scaled FFN gives a lower perplexity than %s of the FFN".formatted(norm),
              "Table 6",
              less(PERPLEXITY, stabiliser("SM + ScFFN"), stabiliser(of + "(FFN)"))
                  .published(Paper.table6(), "SM + ScFFN", of + "(FFN)")));
    }
    for (String rival : List.of("SR(QKVO+FFN)", "QKN")) {
      claims.add(
          new Claim(
              rival + " prevents collapse",
              "layernorm",
              "With %s, a rival method, fewer heads are near zero than in the softmax-only model"
                  .formatted(rival),
              "not in the paper",
              less(NEAR_ZERO, stabiliser("SM + " + rival), sm)));
    }
    return claims;
  }

  private static List<Claim> guidance() {
    Configuration guided = proposed(EREG);
    Configuration scaled = proposed("SM + ScFuFFN");
    Configuration tempered = proposed("SM(t) + ScFuFFN");
    return List.of(
        new Claim(
            "guidance improves",
            "guidance",
            "Entropy-guided attention has a lower perplexity than the scaled, fused model without it",
            "Table 3",
            less(PERPLEXITY, guided, scaled).published(Paper.table3(), EREG, "SM + ScFuFFN")),
        new Claim(
            "the regulariser improves",
            "guidance",
            "Adding the regulariser to the learned temperatures lowers the perplexity further",
            "Section 4",
            less(PERPLEXITY, guided, tempered)),
        new Claim(
            "guidance unloads",
            "guidance",
            "Entropy-guided attention has fewer heads in the top range than the scaled, fused model"
                + " without it",
            "Figures 5f, 7",
            less(TOP_RANGE, guided, scaled)),
        new Claim(
            "scaling prevents collapse",
            "guidance",
            "Even without the regulariser, the scaled, fused model has fewer heads near zero than the"
                + " softmax-only model",
            "Figure 5e",
            less(NEAR_ZERO, scaled, ladder("SM"))),
        new Claim(
            "Table 3",
            "guidance",
            "The perplexities of the proposal and its baselines are in the published order",
            "Table 3",
            Order.of(Paper.table3(), Findings.ladder(), Findings.proposed())));
  }

  private static List<Claim> gamma() {
    List<Configuration> tolerances =
        Findings.GAMMAS.stream()
            .map(gamma -> Configuration.of(gamma).named("gamma " + gamma))
            .toList();
    return List.of(
        new Claim(
            "overload rises with gamma",
            "gamma",
            "The larger the tolerance gamma, the more heads are in the top range",
            "Figure 7",
            new Trend(TOP_RANGE, tolerances)),
        new Claim(
            "early entropy rises with gamma",
            "gamma",
            "The larger the tolerance gamma, the higher the mean entropy of the early layers",
            "Figure 8",
            new Trend(EARLY_ENTROPY, tolerances)));
  }

  private static List<Claim> depth() {
    return List.of(
        new Claim(
            "guidance improves in depth",
            "depth",
            "In the deeper model, entropy-guided attention also has a lower perplexity than the scaled,"
                + " fused model without it",
            "Table 8",
            less(
                    PERPLEXITY,
                    Configuration.of(EREG, Findings.deeper()),
                    Configuration.of("SM + ScFuFFN", Findings.deeper()))
                .published(Paper.table8(), EREG, "SM + ScFuFFN")),
        new Claim(
            "guidance improves in length",
            "depth",
            "With twice the context, entropy-guided attention also has a lower perplexity than the"
                + " scaled, fused model without it",
            "Table 7",
            less(
                    PERPLEXITY,
                    Configuration.of(EREG, Findings.longer()),
                    Configuration.of("SM + ScFuFFN", Findings.longer()))
                .published(Paper.table7(), EREG, "SM + ScFuFFN")),
        new Claim(
            "Table 7",
            "depth",
            "With twice the context, the perplexities are in the published order",
            "Table 7",
            Order.of(Paper.table7(), Findings.longer())),
        new Claim(
            "Table 8",
            "depth",
            "In the deeper model, the perplexities are in the published order",
            "Table 8",
            Order.of(Paper.table8(), Findings.deeper())),
        new Claim(
            "collapse deepens",
            "depth",
            "The softmax-only model has a larger share of heads near zero if it is deeper",
            "Section 3",
            more(NEAR_ZERO, Configuration.of("SM", Findings.deeper()), ladder("SM"))));
  }
}
