package org.entroscope.notebook;

import java.util.Optional;

/** The notebook this JVM runs, if it runs one. */
public final class Notebook {

  /** A variable of the kernel's environment that says where pages have plotly.js from. */
  public static final String PLOTLY_VARIABLE = "ENTROSCOPE_PLOTLY";

  /** Its value where Jupyter's server offers plotly.js among the kernel's files. */
  public static final String PLOTLY_OF_SERVER = "server";

  private static final PlotlyOutput PLOTLY = new PlotlyOutput(System.getenv());

  private static volatile NotebookHost host;

  private Notebook() {}

  static void host(NotebookHost kernel) {
    host = kernel;
  }

  /** Whether a kernel was found. */
  static boolean isHosted() {
    return host != null;
  }

  /** The output of the cell that runs now. */
  public static Optional<CellOutput> currentCell() {
    NotebookHost kernel = host;
    return Optional.ofNullable(kernel == null ? null : kernel.current());
  }

  /** How plotly.js comes into the page. */
  static PlotlyOutput plotly() {
    return PLOTLY;
  }

  /**
   * The rich form of a value, ready to be shown by the current cell: plotly.js is brought along
   * where it is needed.
   */
  public static Optional<DisplayBundle> show(Object value) {
    return Displays.of(value).map(bundle -> ready(bundle, currentCell().orElse(null)));
  }

  /** A form with plotly.js inside or before it, as chosen by {@code %entroscope embed}. */
  static DisplayBundle ready(DisplayBundle bundle, CellOutput cell) {
    return bundle.needsPlotly() ? PLOTLY.prepare(bundle, cell) : bundle;
  }
}
