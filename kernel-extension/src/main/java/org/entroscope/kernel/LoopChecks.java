package org.entroscope.kernel;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Inserts a call of {@link Interrupts#check()} before every backward jump in a cell's classes. The
 * call has no arguments and no result, so stack sizes and frames remain valid.
 */
final class LoopChecks {

  private static final String INTERRUPTS = Type.getInternalName(Interrupts.class);

  private LoopChecks() {}

  /** Returns the class with interruptible loops. */
  static byte[] insertInto(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            return new Checks(super.visitMethod(access, name, type, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Checks extends MethodVisitor {

    private final Set<Label> passed = new HashSet<>();

    Checks(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
      if (passed.contains(target)) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, INTERRUPTS, "check", "()V", false);
      }
      super.visitJumpInsn(opcode, target);
    }
  }
}
