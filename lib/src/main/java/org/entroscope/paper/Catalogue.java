package org.entroscope.paper;

import java.util.List;
import org.entroscope.architecture.Architecture;

/** The architectures of the papers and their best-known alternatives, with their sources. */
public final class Catalogue {

  /**
   * An architecture of the catalogue.
   *
   * @param architecture the architecture
   * @param source the tables and figures that show it
   */
  public record Entry(Architecture architecture, String source) {}

  static final List<Entry> ENTRIES =
      List.of(
          entry("SM + LN + G", "Tables 1, 2, 3, 4, 7, 8; Figures 2, 3, 5a"),
          entry("SM + LN + R", "Tables 1, 2, 3, 4, 7, 8; Figures 2, 3"),
          entry("SM + LN", "Tables 1, 2; Figures 2, 3"),
          entry("SM + G", "Tables 1, 2; Figures 2, 3"),
          entry("SM + R", "Tables 1, 2; Figures 2, 3"),
          entry("SM", "Tables 1, 2; Figures 2, 3f, 5b"),
          entry("SM + LReLU(0.01)", "ReLU's Revival, arXiv 2410.09637"),
          entry("SM + LReLU(0.1)", "ReLU's Revival, arXiv 2410.09637"),
          entry("SM + LReLU(layer)", "ReLU's Revival, arXiv 2410.09637"),
          entry("SM + LReLU(model)", "ReLU's Revival, arXiv 2410.09637"),
          entry("SM + WN(QK)", "Table 5"),
          entry("SM + WN(FFN)", "Tables 5, 6; Figure 5c"),
          entry("SM + WN(QK+FFN)", "Table 5"),
          entry("SM + WN(QKV+FFN)", "Table 5"),
          entry("SM + WN(QKVO+FFN)", "Table 5"),
          entry("SM + SN(QK)", "Table 5"),
          entry("SM + SN(FFN)", "Tables 5, 6; Figure 5d"),
          entry("SM + SN(QK+FFN)", "Table 5"),
          entry("SM + SN(QKV+FFN)", "Table 5"),
          entry("SM + SN(QKVO+FFN)", "Table 5"),
          entry("SM + ScFFN", "Table 6; Figure 5e"),
          entry("SM + ScFuFFN", "Tables 3, 4, 7, 8"),
          entry("SM(t) + ScFuFFN", "Section 4"),
          entry("EReg(SM(t) + ScFuFFN)", "Tables 3, 4, 7, 8; Figures 5f, 6, 7, 8"),
          entry("SM + SR(QKVO+FFN)", "rival: sigma-reparametrisation, arXiv 2303.06296"),
          entry("SM + QKN", "rival: query-key normalisation, arXiv 2302.05442"));

  /**
   * The architectures that most figures show. Each inner list holds variants of one model, which
   * share a colour in all figures.
   */
  public static final List<List<String>> PRINCIPAL =
      List.of(
          List.of("SM + LN + G"),
          List.of("SM + G"),
          List.of("SM + R"),
          List.of("SM"),
          List.of("SM + ScFuFFN", "SM(t) + ScFuFFN"),
          List.of("SM + LN + R"),
          List.of("SM + LN"),
          List.of("EReg(SM(t) + ScFuFFN)", "EReg(SM + ScFuFFN)"));

  private Catalogue() {}

  private static Entry entry(String notation, String source) {
    return new Entry(Architecture.of(notation), source);
  }
}
