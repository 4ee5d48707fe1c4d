package org.entroscope.kernel;

import java.util.List;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.entroscope.notebook.Undisturbed;

/**
 * The functions that cells can call without a class name. They are the same as in JJava, so that a
 * notebook runs in both kernels.
 */
public final class NotebookStatics {

  private NotebookStatics() {}

  /** Shows a value below the running cell. Returns an id for updates. */
  public static String display(Object value) {
    return show(BaseNotebookStatics.render(value));
  }

  /**
   * Shows a value in one of its forms, for example {@code text/html}. Returns an id for updates.
   */
  public static String display(Object value, String... as) {
    return show(BaseNotebookStatics.render(value, as));
  }

  private static String show(DisplayData data) {
    String id = data.hasDisplayId() ? data.getDisplayId() : UUID.randomUUID().toString();
    data.putTransientData("display_id", id);
    BaseKernel.notebookKernel().display(data);
    return id;
  }

  /** Replaces a value that was displayed before. */
  public static void updateDisplay(String id, Object value) {
    DisplayData data = BaseNotebookStatics.render(value);
    Undisturbed.run(() -> BaseKernel.notebookKernel().getIO().display.updateDisplay(id, data));
  }

  /** Returns the forms of a value. */
  public static DisplayData render(Object value) {
    return BaseNotebookStatics.render(value);
  }

  /** Runs code as part of the cell. */
  public static Object eval(String code) {
    return BaseNotebookStatics.eval(code);
  }

  /** Runs a magic: {@code lineMagic("jars", List.of("lib/*.jar"))}. */
  public static <T> T lineMagic(String name, List<String> arguments) {
    return BaseNotebookStatics.lineMagic(name, arguments);
  }

  /** Prints formatted text. */
  public static void printf(String format, Object... arguments) {
    System.out.printf(format, arguments);
  }
}
