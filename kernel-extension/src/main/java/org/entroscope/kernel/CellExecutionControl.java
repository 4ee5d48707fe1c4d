package org.entroscope.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import jdk.jshell.execution.DirectExecutionControl;

/**
 * Runs JShell's snippets in this JVM, in the thread of the cells, and keeps their values as
 * objects.
 */
final class CellExecutionControl extends DirectExecutionControl {

  private final CellLoader loader;
  private final CellThread thread;
  private Object result;
  private Throwable thrown;
  private boolean declaresOnly;
  private CompilerView compilerView;

  CellExecutionControl(CellLoader loader, CellThread thread) {
    super(loader);
    this.loader = loader;
    this.thread = thread;
  }

  /** Sets the view that is notified of classes that could not be changed in place. */
  void compilerView(CompilerView view) {
    compilerView = view;
  }

  /** Forgets the value and the error of the last snippet. */
  void clear() {
    result = null;
    thrown = null;
  }

  /** Returns the value of the last snippet, or null. */
  Object result() {
    return result;
  }

  /** Returns the exception of the last snippet, or null. */
  Throwable thrown() {
    return thrown;
  }

  /** Runs an operation of JShell without running the snippets that it evaluates. */
  <T> T withoutRunning(Supplier<T> work) {
    boolean outer = declaresOnly;
    declaresOnly = true;
    try {
      return work.get();
    } finally {
      declaresOnly = outer;
    }
  }

  @Override
  public void redefine(ClassBytecodes[] classes) throws ClassInstallException {
    try {
      loader.redefine(classes);
    } catch (ClassInstallException e) {
      for (ClassBytecodes each : classes) {
        compilerView.restore(each.name(), loader.classFile(each.name()));
      }
      throw e;
    }
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    if (declaresOnly) {
      return "";
    }
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
