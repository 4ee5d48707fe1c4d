package org.entroscope.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * Evaluates snippets in such a way that no variable loses its value because of an edit elsewhere.
 *
 * <p>JShell declares everything again that depends on an edited snippet. A variable whose type
 * stays the same keeps its value ({@link CellFields}). If JShell drops a variable or changes its
 * type, this class declares it again with its previous type. Its value then survives the edit, as
 * in other notebooks, and running its cell again updates it. The same happens if the edited snippet
 * declares the variable itself and does not compile or fails.
 */
final class VariableKeeper {

  private final JShell shell;
  private final CellFields fields;
  private final CellExecutionControl control;

  VariableKeeper(JShell shell, CellFields fields, CellExecutionControl control) {
    this.shell = shell;
    this.fields = fields;
    this.control = control;
  }

  /**
   * The outcome of an evaluation.
   *
   * @param events the events of JShell, in its order
   * @param notes sentences for the user about effects on other snippets
   */
  record Outcome(List<SnippetEvent> events, List<String> notes) {}

  /** Evaluates a snippet. */
  Outcome eval(String source) {
    Map<String, Field> outer = fields.begin();
    Map<String, Class<?>> types = declaredTypes();
    try {
      List<SnippetEvent> events = shell.eval(source);
      List<String> notes = new ArrayList<>(keepVariables(events));
      notes.addAll(broken(events));
      notes.addAll(restarted(events, types));
      return new Outcome(events, notes);
    } finally {
      fields.end(outer);
    }
  }

  private Map<String, Class<?>> declaredTypes() {
    Map<String, Class<?>> types = new HashMap<>();
    shell.types().forEach(type -> types.put(type.name(), fields.type(type.name())));
    return types;
  }

  private List<String> keepVariables(List<SnippetEvent> events) {
    Set<String> settled = new HashSet<>(); // variables that this evaluation has set
    Queue<String> open = new ArrayDeque<>(fields.displaced().keySet());
    for (SnippetEvent event : events) {
      if (event.snippet() instanceof VarSnippet variable) {
        boolean failed = event.status() == Status.REJECTED || event.exception() != null;
        if (event.causeSnippet() == null && !failed) {
          settled.add(variable.name());
        }
        open.add(variable.name());
      }
    }
    List<String> notes = new ArrayList<>();
    while (!open.isEmpty()) {
      String name = open.remove();
      Field old = fields.displaced().getOrDefault(name, fields.of(name));
      if (old != null && !isInPlace(name) && settled.add(name)) {
        for (SnippetEvent event : declareAgain(name, old, notes)) {
          if (event.snippet() instanceof VarSnippet dependent) {
            open.add(dependent.name());
          }
        }
      }
    }
    return notes;
  }

  private boolean isInPlace(String name) {
    return !fields.displaced().containsKey(name)
        && shell
            .variables()
            .anyMatch(v -> v.name().equals(name) && shell.status(v) == Status.VALID);
  }

  private List<SnippetEvent> declareAgain(String name, Field old, List<String> notes) {
    Object value = CellFields.read(old);
    String declaration = SourceTypes.of(old.getGenericType()) + " " + name + ";";
    List<SnippetEvent> events = control.withoutRunning(() -> shell.eval(declaration));
    Field fresh = fields.of(name);
    if (!isDeclared(events) || !fresh.getGenericType().equals(old.getGenericType())) {
      notes.add(
          "%s lost its value: its type %s cannot be named any more. Run its cell again."
              .formatted(name, CellNames.readable(old.getGenericType().getTypeName())));
      return events;
    }
    CellFields.write(fresh, value);
    String outdated =
        SourceTypes.classesIn(old.getGenericType()).stream()
            .filter(fields::isOutdated)
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", "));
    if (!outdated.isEmpty()) {
      notes.add(
          ("%s keeps its value, with %s as declared before this edit."
                  + " To use the new declaration, run the cell of %1$s again.")
              .formatted(name, outdated));
    }
    return events;
  }

  private static boolean isDeclared(List<SnippetEvent> events) {
    return events.stream().anyMatch(e -> e.causeSnippet() == null && e.status() == Status.VALID);
  }

  /** Describes the methods and classes that the edit made unusable. */
  private List<String> broken(List<SnippetEvent> events) {
    Map<String, String> notes = new LinkedHashMap<>();
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null
          && event.previousStatus() == Status.VALID
          && event.snippet() instanceof DeclarationSnippet snippet
          && !(snippet instanceof VarSnippet)
          && isRecoverable(shell.status(snippet))) {
        String name = snippet.name() + (snippet instanceof MethodSnippet ? "()" : "");
        notes.put(name, name + " can no longer be used: " + why(snippet));
      }
    }
    return List.copyOf(notes.values());
  }

  private static boolean isRecoverable(Status status) {
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  private String why(DeclarationSnippet snippet) {
    List<String> missing = shell.unresolvedDependencies(snippet).sorted().toList();
    return missing.isEmpty()
        ? shell
            .diagnostics(snippet)
            .filter(Diag::isError)
            .map(diagnostic -> diagnostic.getMessage(Locale.ROOT).lines().findFirst().orElse(""))
            .map(CellNames::readable)
            .findFirst()
            .orElse("it does not compile")
        : "there is no " + String.join(", ", missing);
  }

  /**
   * Describes classes that had to be declared again, whose static fields have their initial values.
   */
  private List<String> restarted(List<SnippetEvent> events, Map<String, Class<?>> before) {
    List<String> notes = new ArrayList<>();
    for (SnippetEvent event : events) {
      if (event.snippet() instanceof TypeDeclSnippet type && event.status() == Status.VALID) {
        Class<?> old = before.get(type.name());
        Class<?> now = fields.type(type.name());
        String lost = old == null || old == now ? "" : variables(old);
        if (!lost.isEmpty()) {
          notes.add(
              "%s was declared anew, so its static fields start again: %s"
                  .formatted(type.name(), lost));
        }
      }
    }
    return notes;
  }

  private static String variables(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .filter(field -> !Modifier.isFinal(field.getModifiers()))
        .map(Field::getName)
        .collect(Collectors.joining(", "));
  }
}
