package org.entroscope.lab;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.entroscope.corpus.Corpus;

/**
 * Downloads what the slow tests need, before the first of them runs. Maven calls this program, so
 * that no installation counts towards the time limit of a test. Parts that are already installed
 * are only listed.
 */
public final class Provision {

  private Provision() {}

  public static void main(String[] arguments) throws Exception {
    Machine machine = new LocalMachine(System.out);
    machine.say("What the slow tests need:");
    step(machine, "a browser", () -> Chromium.provide(machine).browser());
    step(
        machine,
        "a Jupyter that lab opens",
        () -> {
          Jupyter jupyter = new JupyterProvision(machine).provide(Jupyter.Use.OPEN);
          return jupyter.page().orElseThrow() + " of " + jupyter.python();
        });
    step(
        machine,
        "JupyterLab 4 and Notebook 7",
        () -> {
          ModernJupyter jupyter = ModernJupyter.provide(machine);
          return jupyter.lab() + " and " + jupyter.notebook() + " of " + jupyter.python();
        });
    step(machine, "plotly's extension", () -> plotly(machine));
    step(machine, "the corpus", Corpus::javaSources);
  }

  private static String plotly(Machine machine) throws IOException {
    return PlotlyExtension.provide(machine)
        .map(folder -> "npm's renderer in " + folder)
        .orElse("a renderer that behaves alike, for there is no npm");
  }

  private static void step(Machine machine, String what, Callable<?> way) throws Exception {
    long begun = System.nanoTime();
    Object result = way.call();
    double seconds = (System.nanoTime() - begun) / 1e9;
    machine.say(String.format(Locale.ROOT, "  %s: %s (%.0f s)", what, result, seconds));
  }
}
