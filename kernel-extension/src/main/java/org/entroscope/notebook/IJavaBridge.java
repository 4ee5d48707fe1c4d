package org.entroscope.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.Renderer;

/** Installs Entroscope's displays in IJava. Only this class and its host need IJava's library. */
final class IJavaBridge {

  private IJavaBridge() {}

  /** Installs the displays in the running kernel of IJava. */
  static void install(Object runningKernel) {
    BaseKernel kernel = (BaseKernel) runningKernel;
    Installation.of("quiet log", Installation::quietEngine);
    Installation.of("live output", () -> Notebook.host(new IJavaHost(kernel)));
    Installation.of("progress bars", Installation::showProgress);
    Installation.of("live training", LiveTraining::install);
    Installation.of("rich displays", () -> register(kernel.getRenderer()));
  }

  static void register(Renderer renderer) {
    renderer
        .createRegistration(Object.class)
        .preferring(DisplayBundle.HTML)
        .register(
            (value, context) ->
                Notebook.show(value)
                    .ifPresent(
                        bundle -> bundle.forms().forEach(context.getOutputContainer()::putData)));
  }
}
