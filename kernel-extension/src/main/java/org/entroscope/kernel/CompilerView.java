package org.entroscope.kernel;

import java.lang.reflect.Field;
import java.util.Map;
import jdk.jshell.JShell;

/**
 * The version of a loaded class that JShell's compiler uses. If a class could not be changed in
 * place, JShell continues to compile against the new version, which was never loaded. This class
 * restores the loaded version, so that variables of the older class can still be used. JShell has
 * no public method for this.
 */
final class CompilerView {

  private final JShell shell;

  CompilerView(JShell shell) {
    this.shell = shell;
  }

  /** Makes the compiler use this class file. Does nothing if JShell's fields are not accessible. */
  void restore(String className, byte[] classFile) {
    try {
      Object files = read(read(shell, "taskFactory"), "fileManager");
      Object compiled = ((Map<?, ?>) read(files, "classObjects")).get(className);
      if (compiled != null) {
        field(compiled, "bytes").set(compiled, classFile);
        field(compiled, "bos").set(compiled, null);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // a call of a member that the loaded class lacks then fails with an error that names the
      // member
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
