package org.entroscope.kernel;

import java.lang.reflect.Field;
import java.util.Map;
import jdk.jshell.JShell;

/**
 * What JShell's compiler believes a loaded class to be. After a class could not be changed in
 * place, JShell compiles on with the version that was never loaded; this puts the loaded one back,
 * so that variables of the older class can still be used. JShell has no public way to do so.
 */
final class CompilerView {

  private final JShell shell;

  CompilerView(JShell shell) {
    this.shell = shell;
  }

  /**
   * Makes the compiler see this class file. Where JShell's fields are not open to us, it does not.
   */
  void restore(String className, byte[] classFile) {
    try {
      Object files = read(read(shell, "taskFactory"), "fileManager");
      Object compiled = ((Map<?, ?>) read(files, "classObjects")).get(className);
      if (compiled != null) {
        field(compiled, "bytes").set(compiled, classFile);
        field(compiled, "bos").set(compiled, null);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // a member that the loaded class does not have then fails when it is called, by its name
    }
  }

  private static Object read(Object owner, String name) throws ReflectiveOperationException {
    return field(owner, name).get(owner);
  }

  private static Field field(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
