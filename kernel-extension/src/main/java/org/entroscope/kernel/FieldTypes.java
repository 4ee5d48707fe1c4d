package org.entroscope.kernel;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Reads the types of a class's fields, with their type arguments. Without them, the JVM would
 * silently use a {@code List<Point>} of an older class Point as one of a newer class Point.
 */
final class FieldTypes {

  private FieldTypes() {}

  /** Returns the fields of a class file, each with its full type. */
  static Map<String, String> of(byte[] classFile) {
    Map<String, String> types = new HashMap<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public FieldVisitor visitField(
                  int access, String name, String type, String signature, Object value) {
                types.put(name, signature == null ? type : signature);
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return types;
  }
}
