package org.entroscope.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import jdk.jshell.execution.DirectExecutionControl;

/** Runs JShell's snippets in this JVM, in the cells' thread, and keeps values as they are. */
final class CellExecutionControl extends DirectExecutionControl {

  private final CellThread thread;
  private Object result;
  private Throwable thrown;

  CellExecutionControl(CellLoader loader, CellThread thread) {
    super(loader);
    this.thread = thread;
  }

  /** Forgets the last snippet's value and error. */
  void clear() {
    result = null;
    thrown = null;
  }

  /** The value of the last snippet, or null. */
  Object result() {
    return result;
  }

  /** What the last snippet threw, or null. */
  Throwable thrown() {
    return thrown;
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    try {
      thread.checkInterrupted();
      result = thread.call(() -> snippet.invoke(null));
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
      throw e;
    } catch (Throwable e) {
      thrown = e;
      throw new InvocationTargetException(e);
    }
    // JShell shows this text; the kernel shows the value itself
    return "";
  }

  @Override
  public void stop() {
    thread.interrupt();
  }
}
