package org.entroscope.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields that hold the variables of cells. JShell declares each variable as a static field of a
 * separate class. If JShell declares a variable again because of an edit to something that it
 * depends on, this class moves the value to the new field.
 */
final class CellFields {

  private static final String WRAPPER_NAME = "REPL\\.\\$JShell\\$[0-9A-Z_]+";
  private static final Pattern WRAPPER = Pattern.compile(WRAPPER_NAME);
  private static final Pattern TYPE = Pattern.compile(WRAPPER_NAME + "\\$([^$]+)");

  private final Map<String, Field> current = new HashMap<>();
  private final Map<String, Class<?>> types = new HashMap<>();
  private Map<String, Field> displaced = new LinkedHashMap<>();

  /** Registers a class that was just loaded, and moves the values that fit into it. */
  void loaded(Class<?> type) {
    Matcher declared = TYPE.matcher(type.getName());
    if (declared.matches()) {
      types.put(declared.group(1), type);
    }
    if (!WRAPPER.matcher(type.getName()).matches()) {
      return;
    }
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        field.setAccessible(true);
        Field old = current.put(field.getName(), field);
        if (old != null && old.getDeclaringClass() != type) {
          move(old, field);
        }
      }
    }
  }

  private void move(Field old, Field fresh) {
    Field kept = displaced.getOrDefault(old.getName(), old);
    if (kept.getGenericType().equals(fresh.getGenericType())) {
      write(fresh, read(kept));
      displaced.remove(old.getName());
    } else {
      displaced.put(old.getName(), kept);
    }
  }

  /**
   * Begins an evaluation, with no displaced values.
   *
   * @return the state to pass to {@link #end}, because evaluations may be nested
   */
  Map<String, Field> begin() {
    Map<String, Field> outer = displaced;
    displaced = new LinkedHashMap<>();
    return outer;
  }

  /** Ends an evaluation. */
  void end(Map<String, Field> outer) {
    displaced = outer;
  }

  /** Returns the fields whose values did not fit into the variable that replaced them. */
  Map<String, Field> displaced() {
    return Map.copyOf(displaced);
  }

  /** Returns the field of a variable; null if there never was a variable of this name. */
  Field of(String variable) {
    return current.get(variable);
  }

  /** Returns whether cells have since declared another class of the same name. */
  boolean isOutdated(Class<?> type) {
    Matcher declared = TYPE.matcher(type.getName());
    return declared.matches() && types.get(declared.group(1)) != type;
  }

  /** Returns the class that a name currently refers to in cells; null if there is none. */
  Class<?> type(String name) {
    return types.get(name);
  }

  /** Sets a variable to null if possible; returns whether it held an object. */
  boolean clear(String variable) {
    Field field = current.get(variable);
    if (field == null || field.getType().isPrimitive() || read(field) == null) {
      return false;
    }
    write(field, null);
    return true;
  }

  static Object read(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static void write(Field field, Object value) {
    try {
      field.set(null, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
