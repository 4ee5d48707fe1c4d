package org.entroscope.kernel;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes types as in Java source code. */
final class SourceTypes {

  private SourceTypes() {}

  /** Returns a type with full names, for example {@code java.util.List<REPL.$JShell$3.Point>}. */
  static String of(Type type) {
    if (type instanceof Class<?> plain) {
      return plain.getCanonicalName();
    }
    if (type instanceof GenericArrayType array) {
      return of(array.getGenericComponentType()) + "[]";
    }
    if (type instanceof WildcardType wildcard) {
      return of(wildcard);
    }
    if (type instanceof ParameterizedType parameterized) {
      return of(parameterized);
    }
    return type.getTypeName();
  }

  /** Returns all classes that occur in a type. */
  static Set<Class<?>> classesIn(Type type) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    collect(type, classes);
    return classes;
  }

  private static void collect(Type type, Set<Class<?>> classes) {
    if (type instanceof Class<?> plain) {
      classes.add(plain.isArray() ? SourceTypes.element(plain) : plain);
    } else if (type instanceof GenericArrayType array) {
      collect(array.getGenericComponentType(), classes);
    } else if (type instanceof WildcardType wildcard) {
      Stream.of(wildcard.getLowerBounds(), wildcard.getUpperBounds())
          .flatMap(Arrays::stream)
          .forEach(bound -> collect(bound, classes));
    } else if (type instanceof ParameterizedType parameterized) {
      collect(parameterized.getRawType(), classes);
      for (Type argument : parameterized.getActualTypeArguments()) {
        collect(argument, classes);
      }
    }
  }

  private static Class<?> element(Class<?> array) {
    return array.isArray() ? element(array.getComponentType()) : array;
  }

  private static String of(WildcardType wildcard) {
    if (wildcard.getLowerBounds().length > 0) {
      return "? super " + of(wildcard.getLowerBounds()[0]);
    }
    Type bound = wildcard.getUpperBounds()[0];
    return bound == Object.class ? "?" : "? extends " + of(bound);
  }

  private static String of(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    String name =
        type.getOwnerType() instanceof ParameterizedType owner
            ? of(owner) + "." + raw.getSimpleName()
            : raw.getCanonicalName();
    List<Type> arguments = Arrays.asList(type.getActualTypeArguments());
    return arguments.isEmpty()
        ? name
        : name
            + arguments.stream().map(SourceTypes::of).collect(Collectors.joining(", ", "<", ">"));
  }
}
