package org.entroscope.kernel;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * Changes loaded classes in place, as the JDK's own shell does: objects stay what they are, and run
 * the new code from their next call on. The JVM allows it where only method bodies differ.
 */
final class HotSwap {

  private static Instrumentation instrumentation;
  private static boolean tried;

  private HotSwap() {}

  /** Gives loaded classes new code, all of them or none; says whether the JVM did. */
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
      return false; // another shape: the caller defines new classes instead
    }
  }

  /** Whether this JVM lets classes be changed; some refuse agents. */
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
