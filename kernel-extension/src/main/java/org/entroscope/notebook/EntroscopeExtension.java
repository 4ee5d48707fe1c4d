package org.entroscope.notebook;

import java.util.Optional;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.slf4j.LoggerFactory;

/**
 * Installs Entroscope's displays in a kernel based on jjava-jupyter: the Entroscope kernel, or
 * JJava, which finds this class in every jar that it loads.
 *
 * <p>Installing never throws, because an exception would end a kernel that only happens to have the
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
   * Shows the output of a magic if a cell runs, and otherwise returns it for the kernel to show.
   * JJava 1.0-a6 drops the results of line magics.
   */
  static DisplayBundle leftToShow(DisplayBundle found) {
    Optional<CellOutput> cell = Notebook.currentCell();
    cell.ifPresent(output -> output.display(found, null));
    return cell.isPresent() ? null : found;
  }

  private static void registerRenderer(BaseKernel kernel) {
    // the renderer of Object is used last, after those of classes and interfaces
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
   * Converts a bundle to the type of jjava-jupyter.
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
