package org.entroscope.training;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.entroscope.model.Gpt;

/** Which parameters decay and which learn at a pace of their own. */
final class ParameterGroups {

  private ParameterGroups() {}

  static List<AdamW.Group> of(Gpt gpt, TrainingPlan plan) {
    List<Parameter> decayed = new ArrayList<>();
    List<Parameter> plain = new ArrayList<>();
    List<Parameter> thresholds = new ArrayList<>();
    gpt.namedParameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                (name.equals("threshold") ? thresholds : decays(name) ? decayed : plain)
                    .add(parameter);
              }
            });
    List<AdamW.Group> groups = new ArrayList<>();
    groups.add(new AdamW.Group(decayed, 1, plan.weightDecay()));
    if (!plain.isEmpty()) {
      groups.add(new AdamW.Group(plain, 1, 0));
    }
    if (!thresholds.isEmpty()) {
      groups.add(new AdamW.Group(thresholds, plan.regularisation().thresholdRate(), 0));
    }
    return groups;
  }

  private static boolean decays(String name) {
    return name.endsWith(".weight") || name.endsWith(".direction") || name.startsWith("embedding.");
  }
}
