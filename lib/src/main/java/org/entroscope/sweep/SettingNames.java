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

/** Short names of settings, for figures: the architecture, and what tells it from its like. */
final class SettingNames {

  /** What can differ between two settings of an architecture, in words. */
  private static final List<Function<Trial, String>> DETAILS =
      List.of(
          t -> "L=" + t.shape().layers(),
          t -> "d=" + t.shape().width(),
          t -> "T=" + t.shape().context(),
          t -> String.format(Locale.ROOT, "std %.2g", t.shape().initialStd()),
          t -> String.format(Locale.ROOT, "%,d steps", t.plan().steps()),
          t -> regularised(t, "gamma " + t.plan().regularisation().tolerance()),
          t -> regularised(t, "lambda " + t.plan().regularisation().lambda()),
          t -> regularised(t, "thresholds from " + t.plan().regularisation().thresholdStart()),
          t -> regularised(t, "at rate " + t.plan().regularisation().thresholdRate()));

  private SettingNames() {}

  private static String regularised(Trial trial, String words) {
    return Architecture.of(trial.architecture()).regularised() ? words : "";
  }

  /**
   * A name for each setting, all different: {@code SM + G} where an architecture has one setting,
   * {@code SM, L=12} where it has several, {@code gamma 0.2} where there is one architecture only.
   */
  static Map<Trial, String> of(Collection<Trial> settings) {
    Map<String, List<Trial>> byArchitecture = new LinkedHashMap<>();
    for (Trial setting : settings) {
      byArchitecture
          .computeIfAbsent(setting.architecture(), name -> new ArrayList<>())
          .add(setting);
    }
    Map<Trial, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (Trial setting : settings) {
      List<Trial> alike = byArchitecture.get(setting.architecture());
      List<String> words = new ArrayList<>();
      if (alike.size() == 1 || byArchitecture.size() > 1) {
        words.add(setting.architecture());
      }
      DETAILS.stream()
          .filter(detail -> alike.stream().map(detail).distinct().count() > 1)
          .map(detail -> detail.apply(setting))
          .forEach(words::add);
      String name = words.isEmpty() ? setting.architecture() : String.join(", ", words);
      String unique = name;
      for (int i = 2; !taken.add(unique); i++) {
        unique = name + " (" + i + ")";
      }
      names.put(setting, unique);
    }
    return names;
  }
}
