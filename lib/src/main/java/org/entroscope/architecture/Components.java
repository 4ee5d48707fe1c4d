package org.entroscope.architecture;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** The components that the notation knows, by their terms. */
final class Components {

  private static final Pattern TERM = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private static final Map<String, Component> BUILT_IN = new LinkedHashMap<>();
  private static final Map<String, Component> REGISTERED = new LinkedHashMap<>();

  static {
    ServiceLoader.load(Component.class, Components.class.getClassLoader())
        .forEach(component -> BUILT_IN.put(component.term(), component));
  }

  private Components() {}

  /** Adds a component, or replaces the one of the same term unless it is the library's. */
  static synchronized void register(Component component) {
    String term = component.term();
    if (!TERM.matcher(term).matches()) {
      throw new IllegalArgumentException(
          "the term of a component is letters and digits, beginning with a letter, not '%s'"
              .formatted(term));
    }
    Component taken = BUILT_IN.get(term);
    if (taken != null || ArchitectureNotation.STRUCTURE.contains(term)) {
      throw new IllegalArgumentException(
          "the term %s is taken%s; give %s another term()"
              .formatted(
                  term,
                  taken == null ? "" : " by " + taken.label(),
                  component.getClass().getSimpleName()));
    }
    REGISTERED.put(term, component);
  }

  /** The component of a term, or null. */
  static synchronized Component find(String term) {
    Component component = BUILT_IN.getOrDefault(term, REGISTERED.get(term));
    if (component == null) {
      // libraries that came after the start, as %maven brings them
      ClassLoader later = Thread.currentThread().getContextClassLoader();
      for (Component each : ServiceLoader.load(Component.class, later)) {
        if (!BUILT_IN.containsKey(each.term())) {
          REGISTERED.putIfAbsent(each.term(), each);
        }
      }
      component = REGISTERED.get(term);
    }
    return component;
  }

  /**
   * Whether every JVM that has the same jars knows a component, because they list it as a service.
   */
  static synchronized boolean isService(Component component) {
    Class<?> type = component.getClass();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return BUILT_IN.values().stream().anyMatch(each -> each.getClass() == type)
        || ServiceLoader.load(Component.class, loader).stream()
            .anyMatch(service -> service.type() == type);
  }

  /** All components, the library's first. */
  static synchronized Collection<Component> all() {
    Map<String, Component> all = new LinkedHashMap<>(BUILT_IN);
    all.putAll(REGISTERED);
    return all.values();
  }

  /**
   * Registers a component that is used by value, so that its notation can be read again. A class of
   * the same name replaces the older one: its cell was run again.
   *
   * @throws IllegalArgumentException if the term belongs to another class
   */
  static synchronized void ensure(Component component) {
    Component known = find(component.term());
    if (known == null) {
      register(component);
    } else if (known.getClass() != component.getClass()) {
      if (!known.getClass().getSimpleName().equals(component.getClass().getSimpleName())) {
        throw new IllegalArgumentException(
            "the term %s of %s is taken by %s; give it another term(), or register it in the"
                    .formatted(
                        component.term(),
                        component.getClass().getSimpleName(),
                        known.getClass().getSimpleName())
                + " other's place with Architecture.register(...)");
      }
      register(component);
    }
  }
}
