package org.entroscope.kernel;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * Changes loaded classes in place, as JShell does: existing objects remain and run the new code
 * from their next call. The JVM allows this if only method bodies differ.
 */
final class HotSwap {

  private static Instrumentation instrumentation;
  private static boolean tried;

  private HotSwap() {}

  /** Replaces the code of all given classes or of none; returns whether the JVM allowed it. */
  static synchronized boolean redefine(List<ClassDefinition> definitions) {
    if (!isAvailable()) {
      return false;
    }
    try {
      instrumentation.redefineClasses(definitions.toArray(ClassDefinition[]::new));
      return true;
    } catch (UnsupportedOperationException
        | UnmodifiableClassException
        | ClassNotFoundException
        | LinkageError e) {
      return false; // more than method bodies differ: the caller defines new classes instead
    }
  }

  /** Returns whether this JVM allows classes to be changed; some JVMs refuse agents. */
  static synchronized boolean isAvailable() {
    if (!tried) {
      tried = true;
      try {
        instrumentation = ByteBuddyAgent.install();
      } catch (IllegalStateException | LinkageError e) {
        instrumentation = null; // edited cells get new classes, and variables move to them
      }
    }
    return instrumentation != null && instrumentation.isRedefineClassesSupported();
  }
}
