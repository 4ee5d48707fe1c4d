package org.entroscope.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.entroscope.architecture.Architecture;
import org.entroscope.runs.RunSpec;

/** Short names of settings for figures: the architecture and the details that distinguish it. */
final class SettingNames {

  /** The details that can differ between two settings of an architecture, in words. */
  private static final List<Function<RunSpec, String>> DETAILS =
      List.of(
          t -> "L=" + t.shape().layers(),
          t -> "d=" + t.shape().hiddenSize(),
          t -> "T=" + t.shape().context(),
          t -> String.format(Locale.ROOT, "std %.2g", t.shape().initialStd()),
          t -> String.format(Locale.ROOT, "%,d steps", t.plan().steps()),
          t -> t.precision().toString());

  private SettingNames() {}

  /** Returns the settings of a trial's regularisers, for example {@code lambda=1.0E-4}. */
  private static List<String> settings(RunSpec trial) {
    return Architecture.of(trial.architecture()).regularisers().stream()
        .flatMap(regulariser -> regulariser.settings().stream())
        .toList();
  }

  /**
   * Returns a unique name for each setting: {@code SM + G} if the architecture has one setting,
   * {@code SM, L=12} if it has several, and {@code gamma=0.1} if there is only one architecture.
   */
  static Map<RunSpec, String> of(Collection<RunSpec> trials) {
    Map<String, List<RunSpec>> byTerms = new LinkedHashMap<>();
    for (RunSpec trial : trials) {
      byTerms.computeIfAbsent(terms(trial), name -> new ArrayList<>()).add(trial);
    }
    Map<RunSpec, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (RunSpec trial : trials) {
      List<RunSpec> alike = byTerms.get(terms(trial));
      List<String> words = new ArrayList<>();
      if (alike.size() == 1 || byTerms.size() > 1) {
        words.add(terms(trial));
      }
      DETAILS.stream()
          .filter(detail -> alike.stream().map(detail).distinct().count() > 1)
          .map(detail -> detail.apply(trial))
          .forEach(words::add);
      settings(trial).stream()
          .filter(setting -> !alike.stream().allMatch(t -> settings(t).contains(setting)))
          .forEach(words::add);
      String name = words.isEmpty() ? terms(trial) : String.join(", ", words);
      String unique = name;
      for (int i = 2; !taken.add(unique); i++) {
        unique = name + " (" + i + ")";
      }
      names.put(trial, unique);
    }
    return names;
  }

  private static String terms(RunSpec trial) {
    return Architecture.of(trial.architecture()).terms();
  }
}
