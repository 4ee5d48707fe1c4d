package org.entroscope.notebook;

import java.util.List;

/**
 * Installs Entroscope in a kernel that does not load extensions by itself. One call in a cell or in
 * a start-up script is enough:
 *
 * <pre>
 * org.entroscope.notebook.Entroscope.install();
 * </pre>
 */
public final class Entroscope {

  private Entroscope() {}

  /**
   * Finds the running kernel and installs the displays in it. Has no effect if they are already
   * installed. Never throws.
   *
   * @return a description of what was done
   */
  public static String install() {
    if (Notebook.isHosted()) {
      return "Entroscope is here already";
    }
    String why = "";
    try {
      Class<?> ijava = Class.forName("io.github.spencerpark.ijava.IJava");
      Object kernel = ijava.getMethod("getKernelInstance").invoke(null);
      if (kernel != null) {
        IJavaBridge.install(kernel);
        return "Entroscope shows its figures in this IJava notebook";
      }
    } catch (ClassNotFoundException e) {
      // the kernel is not IJava
    } catch (ReflectiveOperationException | LinkageError e) {
      why = " (this version of IJava is not supported: " + e + ")";
    }
    try {
      JJavaEntry.install();
      return "Entroscope shows its figures in this notebook";
    } catch (RuntimeException | LinkageError e) {
      return "no supported kernel was found"
          + why
          + "; figures can be saved with figure.save(\"x.html\")";
    }
  }

  /**
   * Does the same as {@code %entroscope}, for kernels without that magic.
   *
   * @param arguments no arguments, or "embed" and one of "all", "once", "none"
   */
  public static DisplayBundle status(String... arguments) {
    return StatusMagic.run(List.of(arguments));
  }

  /** A separate class, because it needs jjava-jupyter, which IJava lacks. */
  private static final class JJavaEntry {
    static void install() {
      new EntroscopeExtension().install(org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel());
    }
  }
}
