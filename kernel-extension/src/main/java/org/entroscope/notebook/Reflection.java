package org.entroscope.notebook;

import java.lang.reflect.Field;

/** Fields that other libraries keep to themselves; null stands for those that are not there. */
final class Reflection {

  private Reflection() {}

  static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  static Object get(Field field, Object owner) {
    try {
      return field == null ? null : field.get(owner);
    } catch (IllegalAccessException e) {
      return null;
    }
  }
}
