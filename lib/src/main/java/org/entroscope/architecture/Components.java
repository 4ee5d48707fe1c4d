package org.entroscope.architecture;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** The components that the notation knows, indexed by their terms. */
final class Components {

  private static final Pattern TERM = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private static final Map<String, Component> BUILT_IN = new LinkedHashMap<>();
  private static final Map<String, Component> REGISTERED = new LinkedHashMap<>();

  static {
    ServiceLoader.load(Component.class, Components.class.getClassLoader())
        .forEach(component -> BUILT_IN.put(component.term(), component));
  }

  private Components() {}

  /** Adds a component, or replaces the one with the same term unless it belongs to the library. */
  static synchronized void register(Component component) {
    String term = component.term();
    if (!TERM.matcher(term).matches()) {
      throw new IllegalArgumentException(
          "the term of a component must be letters and digits and begin with a letter, not '%s'"
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

  /** Returns the component with a term, or null. */
  static synchronized Component find(String term) {
    Component component = BUILT_IN.getOrDefault(term, REGISTERED.get(term));
    if (component == null) {
      // libraries that were added after the start, for example by %maven
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
   * Returns whether a jar lists the component as a service, so that every JVM with the same jars
   * knows it.
   */
  static synchronized boolean isService(Component component) {
    Class<?> type = component.getClass();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return BUILT_IN.values().stream().anyMatch(each -> each.getClass() == type)
        || ServiceLoader.load(Component.class, loader).stream()
            .anyMatch(service -> service.type() == type);
  }

  /** Returns all components, those of the library first. */
  static synchronized Collection<Component> all() {
    Map<String, Component> all = new LinkedHashMap<>(BUILT_IN);
    all.putAll(REGISTERED);
    return all.values();
  }

  /**
   * Registers a component that is used by value, so that its notation can be parsed. A class of the
   * same name replaces the older one, because rerunning a notebook cell defines a new class.
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
            "the term %s of %s is taken by %s; give it another term(), or replace the other one by"
                    .formatted(
                        component.term(),
                        component.getClass().getSimpleName(),
                        known.getClass().getSimpleName())
                + " Architecture.register(...)");
      }
      register(component);
    }
  }
}
