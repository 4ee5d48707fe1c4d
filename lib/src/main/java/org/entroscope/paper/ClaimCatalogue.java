package org.entroscope.paper;

import static org.entroscope.paper.Difference.less;
import static org.entroscope.paper.Difference.more;
import static org.entroscope.paper.Measure.DEEP_ENTROPY;
import static org.entroscope.paper.Measure.EARLY_ENTROPY;
import static org.entroscope.paper.Measure.GRADIENT_NORM;
import static org.entroscope.paper.Measure.LOWEST_RANGE;
import static org.entroscope.paper.Measure.MEAN_ENTROPY;
import static org.entroscope.paper.Measure.NEAR_BOUND;
import static org.entroscope.paper.Measure.PERPLEXITY;
import static org.entroscope.paper.Measure.TOP_RANGE;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.statistics.DiagnosisCriteria;

/**
 * The catalogue of all claims. Each claim has a statement, the place where the paper makes it, and
 * the test that decides it. The settings are those of the {@link Series}.
 */
final class ClaimCatalogue {

  private static final String EREG = "EReg(SM(t) + ScFuFFN)";
  private static final String REVIVAL = "ReLU's Revival";

  /** The limits of the lowest and of the top range, as shares of the causal bound. */
  private static final double QUARTER = 0.25;

  private static final double THREE_QUARTERS = 0.75;

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
    return Configuration.of(notation, Series.ladder());
  }

  /** Returns a model at the paper's learning rate, at which the softmax-only model fails. */
  private static Configuration stabiliser(String notation) {
    return Configuration.of(notation, Series.stabilisers(), Series.placement());
  }

  private static Configuration proposed(String notation) {
    return Configuration.of(notation, Series.proposed());
  }

  private static Configuration deeper(String notation) {
    return Configuration.of(notation, Series.deeper());
  }

  private static Configuration longer(String notation) {
    return Configuration.of(notation, Series.longer());
  }

  private static List<Claim> collapse() {
    Configuration sm = ladder("SM");
    Configuration baseline = ladder("SM + LN + G");
    Configuration failing = Configuration.of("SM", Series.bare());
    Configuration flat = Configuration.of("SM", Series.start());
    return List.of(
        new Claim(
            "deep layers collapse",
            "collapse",
            "In the softmax-only model, the mean entropy of the deep layers is in the lowest quarter"
                + " of the possible range",
            "Figures 2b, 3f",
            LimitHypothesis.below(DEEP_ENTROPY, sm, QUARTER)),
        new Claim(
            "heads collapse",
            "collapse",
            "The softmax-only model has more heads in the lowest range than the baseline with"
                + " LayerNorm and GELU",
            "Figures 2a, 3",
            more(LOWEST_RANGE, sm, baseline)),
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
            new NoDivergence(List.of(sm, failing, deeper("SM")))),
        new Claim(
            "narrow start",
            "collapse",
            "With the paper's initial standard deviation of 0.02, the attention of so narrow a model"
                + " stays uniform",
            "Section 5, initialisation",
            LimitHypothesis.above(
                MEAN_ENTROPY, flat, DiagnosisCriteria.DEFAULT.overloadedAbove())));
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
            Order.of(Paper.table2(), Series.ladder())),
        new Claim(
            "early layers are overloaded",
            "overload",
            "In the softmax-only model, the mean entropy of the early layers is in the top quarter of"
                + " the possible range",
            "Figures 2b, 3f",
            LimitHypothesis.above(EARLY_ENTROPY, ladder("SM"), THREE_QUARTERS)),
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
                Series.ladder(),
                Series.leaky())),
        new Claim(
            "learned slopes",
            "overload",
            "A model that learns one negative slope per layer ends with a lower perplexity than the"
                + " model without activation function",
            REVIVAL,
            less(PERPLEXITY, Configuration.of("SM + LReLU(layer)", Series.leaky()), ladder("SM"))));
  }

  private static List<Claim> layerNorm() {
    Configuration sm = stabiliser("SM");
    Configuration failing = Configuration.of("SM", Series.bare());
    List<Claim> claims = new ArrayList<>();
    for (String mender : List.of("WN(FFN)", "SN(FFN)", "ScFFN")) {
      Configuration mended = stabiliser("SM + " + mender);
      claims.add(
          new Claim(
              mender + " prevents collapse",
              "layernorm",
              "With %s, fewer heads are in the lowest range than in the softmax-only model"
                  .formatted(mender),
              "Figure 5c-e",
              less(LOWEST_RANGE, mended, sm)));
      claims.add(
          new Claim(
              mender + " trains",
              "layernorm",
              "At the learning rate at which the softmax-only model fails, the model with %s trains"
                  .formatted(mender),
              "Table 6, where the softmax-only model diverges",
              new TrainsMoreOften(mended, failing)));
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
              ("With %s, a method of another paper, fewer heads are in the lowest range than in the"
                      + " softmax-only model")
                  .formatted(rival),
              "not in the paper",
              less(LOWEST_RANGE, stabiliser("SM + " + rival), sm)));
    }
    return claims;
  }

  private static List<Claim> guidance() {
    Configuration guided = proposed(EREG);
    Configuration scaled = proposed("SM + ScFuFFN");
    Configuration tempered = proposed("SM(t) + ScFuFFN");
    Configuration fixed = Configuration.of(Regime.fixed(), Series.variants());
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
            "the regulariser improves with fixed thresholds",
            "guidance",
            "With fixed thresholds, too, adding the regulariser to the learned temperatures lowers the"
                + " perplexity",
            "not in the paper, whose thresholds are learned",
            less(PERPLEXITY, fixed.named("fixed thresholds"), tempered)),
        new Claim(
            "learned thresholds",
            "guidance",
            "Learned thresholds give a lower perplexity than fixed ones",
            "Section 4, where thresholds are learned",
            less(PERPLEXITY, guided, fixed.named("fixed thresholds"))),
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
            "Even without the regulariser, the scaled, fused model has fewer heads in the lowest range"
                + " than the softmax-only model",
            "Figure 5e",
            less(LOWEST_RANGE, scaled, ladder("SM"))),
        new Claim(
            "Table 3",
            "guidance",
            "The perplexities of the proposal and its baselines are in the published order",
            "Table 3",
            Order.of(Paper.table3(), Series.ladder(), Series.proposed())));
  }

  private static List<Claim> gamma() {
    List<Configuration> tolerances =
        Regime.GAMMAS.stream()
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
    Configuration baseline = ladder("SM + LN + G");
    return List.of(
        new Claim(
            "guidance improves in depth",
            "depth",
            "In the deeper model, entropy-guided attention also has a lower perplexity than the scaled,"
                + " fused model without it",
            "Table 8",
            less(PERPLEXITY, deeper(EREG), deeper("SM + ScFuFFN"))
                .published(Paper.table8(), EREG, "SM + ScFuFFN")),
        new Claim(
            "guidance improves in length",
            "depth",
            "With twice the context, entropy-guided attention also has a lower perplexity than the"
                + " scaled, fused model without it",
            "Table 7",
            less(PERPLEXITY, longer(EREG), longer("SM + ScFuFFN"))
                .published(Paper.table7(), EREG, "SM + ScFuFFN")),
        new Claim(
            "Table 4",
            "depth",
            "With T=512, the perplexities are in the published order",
            "Table 4",
            Order.of(Paper.table4(), Series.longest())),
        new Claim(
            "Table 7",
            "depth",
            "With twice the context, the perplexities are in the published order",
            "Table 7",
            Order.of(Paper.table7(), Series.longer())),
        new Claim(
            "Table 8",
            "depth",
            "In the deeper model, the perplexities are in the published order",
            "Table 8",
            Order.of(Paper.table8(), Series.deeper())),
        new Claim(
            "collapse deepens",
            "depth",
            "The softmax-only model has a larger share of heads in the lowest range if it is deeper",
            "Section 3",
            more(LOWEST_RANGE, deeper("SM"), ladder("SM"))),
        new Claim(
            "depth helps the baseline",
            "depth",
            "The baseline with LayerNorm and GELU has a lower perplexity if it is deeper",
            "Tables 3 and 8",
            less(PERPLEXITY, deeper("SM + LN + G"), baseline)),
        new Claim(
            "context helps the baseline",
            "depth",
            "The baseline with LayerNorm and GELU has a lower perplexity with twice the context",
            "Tables 3 and 7",
            less(PERPLEXITY, longer("SM + LN + G"), baseline)));
  }
}
