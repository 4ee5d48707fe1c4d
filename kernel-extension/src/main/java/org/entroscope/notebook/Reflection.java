package org.entroscope.notebook;

import java.lang.reflect.Field;

/** Reads private fields of other libraries. A field that does not exist is returned as null. */
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
