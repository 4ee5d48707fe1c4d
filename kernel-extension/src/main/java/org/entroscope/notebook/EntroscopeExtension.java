package org.entroscope.notebook;

import java.util.Optional;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.slf4j.LoggerFactory;

/**
 * Brings Entroscope's displays into a kernel made of jjava-jupyter: the Entroscope kernel, and
 * JJava, which finds this class in every jar that it is given.
 *
 * <p>Installing never throws: an exception here would end a kernel that only happens to have the
 * jar on its class path.
 */
public final class EntroscopeExtension implements Extension {

  @Override
  public void install(BaseKernel kernel) {
    Installation.of("quiet log", Installation::quietEngine);
    Installation.of(
        "live output",
        () -> Notebook.host(kernel instanceof NotebookHost own ? own : new JJavaHost(kernel)));
    Installation.of("progress bars", Installation::showProgress);
    Installation.of("live training", LiveTraining::install);
    Installation.of("rich displays", () -> registerRenderer(kernel));
    Installation.of(
        "%entroscope",
        () -> {
          if (kernel.getMagicsRegistry() != null) {
            kernel
                .getMagicsRegistry()
                .registerLineMagic(
                    "entroscope",
                    (k, arguments) -> {
                      DisplayBundle status = StatusMagic.run(arguments);
                      return kernel instanceof NotebookHost ? status : leftToShow(status);
                    });
          }
        });
  }

  /**
   * Shows what a magic found, and returns what is left for the kernel to show: nothing, if a cell
   * runs. JJava 1.0-a6 drops what line magics return.
   */
  static DisplayBundle leftToShow(DisplayBundle found) {
    Optional<CellOutput> cell = Notebook.currentCell();
    cell.ifPresent(output -> output.display(found, null));
    return cell.isPresent() ? null : found;
  }

  private static void registerRenderer(BaseKernel kernel) {
    // a renderer of Object is asked last, after those of classes and interfaces
    kernel
        .getRenderer()
        .createRegistration(Object.class)
        .preferring(DisplayBundle.HTML)
        .register(
            (value, context) ->
                Notebook.show(value)
                    .ifPresent(
                        bundle -> bundle.forms().forEach(context.getOutputContainer()::putData)));
  }

  /**
   * A bundle as jjava-jupyter has it.
   *
   * @param id a name for later updates, or null
   */
  public static DisplayData displayData(DisplayBundle bundle, String id) {
    return JJavaHost.data(bundle, id);
  }

  @Override
  public void uninstall(BaseKernel kernel) {
    Notebook.host(null);
    LoggerFactory.getLogger(EntroscopeExtension.class).debug("uninstalled");
  }
}
