package org.entroscope.notebook;

import java.util.Optional;

/** The notebook that this JVM runs, if there is one. */
public final class Notebook {

  /** The environment variable of the kernel that says where pages get plotly.js from. */
  public static final String PLOTLY_VARIABLE = "ENTROSCOPE_PLOTLY";

  /** The value of that variable if Jupyter's server provides plotly.js with the kernel's files. */
  public static final String PLOTLY_OF_SERVER = "server";

  private static final PlotlyOutput PLOTLY = new PlotlyOutput(System.getenv());

  private static volatile NotebookHost host;

  private Notebook() {}

  static void host(NotebookHost kernel) {
    host = kernel;
  }

  /** Returns whether a kernel was found. */
  static boolean isHosted() {
    return host != null;
  }

  /** Returns the output of the running cell; empty if no cell runs. */
  public static Optional<CellOutput> currentCell() {
    NotebookHost kernel = host;
    return Optional.ofNullable(kernel == null ? null : kernel.current());
  }

  /** Returns the object that adds plotly.js to pages. */
  static PlotlyOutput plotly() {
    return PLOTLY;
  }

  /**
   * Returns the rich form of a value for the current cell, with plotly.js if it is needed; empty if
   * the class of the value has no rich form.
   */
  public static Optional<DisplayBundle> show(Object value) {
    return Displays.of(value).map(bundle -> ready(bundle, currentCell().orElse(null)));
  }

  /**
   * Returns a form with plotly.js inside or before it, as chosen with {@code %entroscope embed}.
   */
  static DisplayBundle ready(DisplayBundle bundle, CellOutput cell) {
    return bundle.needsPlotly() ? PLOTLY.prepare(bundle, cell) : bundle;
  }
}
