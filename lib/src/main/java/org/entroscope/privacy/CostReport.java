package org.entroscope.privacy;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/**
 * Prints the cost model of the paper's protocol: coefficients, residuals, leave-one-table-out
 * errors, and predictions for cases that the paper does not report.
 */
public final class CostReport {

  private static final List<Architecture> LADDER =
      Stream.of("SM+LN+G", "SM+LN+R", "SM+LN", "SM+G", "SM+R", "SM", "SM+WN(FFN)", "SM+ScFuFFN")
          .map(Architecture::of)
          .toList();

  private CostReport() {}

  /** Prints the report; takes no arguments. */
  public static void main(String[] arguments) {
    print(System.out);
  }

  static void print(PrintStream out) {
    CostModel model = CostModel.paper();
    out.println(CostTables.coefficients(model).printAll());
    out.println();
    out.println(CostTables.checks(model).printAll());
    out.println();
    double most =
        PublishedCost.paper().stream().mapToDouble(PublishedCost::gigabytes).max().orElseThrow();
    out.printf(
        Locale.ROOT,
        "Bytes explain the latency at %.2f Gbit/s; at the stated %.1f Gbit/s the largest model's"
            + " bytes alone would take %.1f hours.%n%n",
        model.impliedGigabitsPerSecond(),
        Network.PAPER_AS_STATED.gigabitsPerSecond(),
        most * 8 / Network.PAPER_AS_STATED.gigabitsPerSecond() / 3600);
    ModelShape small = ModelShape.gpt2Small();
    out.println(
        CostTables.predictions(
                LADDER.stream().map(architecture -> model.predict(architecture, small)).toList())
            .printAll());
    out.println();
    List<CostPrediction> elsewhere =
        Stream.of(Network.LAN, Network.WAN, Network.MOBILE)
            .flatMap(
                network ->
                    Stream.of(
                            Architecture.of("SM + LN + G"),
                            Architecture.of("SM + LN + R"),
                            Architecture.of("SM + ScFuFFN"))
                        .map(architecture -> model.predict(architecture, small, network)))
            .toList();
    out.println(CostTables.predictions(elsewhere).printAll());
    out.println();
    List<CostPrediction> longer =
        Stream.of(small.withContext(1024), small.withLayers(24).withHeads(16).withHiddenSize(1024))
            .flatMap(
                shape ->
                    Stream.of(Architecture.of("SM + LN + G"), Architecture.of("SM + ScFuFFN"))
                        .map(architecture -> model.predict(architecture, shape)))
            .toList();
    out.println(CostTables.predictions(longer).printAll());
  }
}
