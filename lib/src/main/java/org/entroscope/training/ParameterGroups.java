package org.entroscope.training;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.model.Gpt;
import org.entroscope.runs.TrainingPlan;

/** Groups the parameters that declare the same weight decay and the same learning rate factor. */
final class ParameterGroups {

  private ParameterGroups() {}

  private record Kind(boolean decayed, double rateFactor) {}

  static List<AdamW.Group> of(Gpt gpt, TrainingPlan plan) {
    Map<Kind, List<Parameter>> byKind = new LinkedHashMap<>();
    Map<String, Parameter> parameters = gpt.namedParameters();
    gpt.parameterSpecs()
        .forEach(
            (name, spec) -> {
              if (spec.learned()) {
                byKind
                    .computeIfAbsent(kind(spec), key -> new ArrayList<>())
                    .add(parameters.get(name));
              }
            });
    List<AdamW.Group> groups = new ArrayList<>();
    byKind.forEach(
        (kind, members) -> {
          double decay = kind.decayed ? plan.weightDecay() : 0;
          groups.add(new AdamW.Group(members, kind.rateFactor, decay));
        });
    return groups;
  }

  private static Kind kind(ParameterSpec spec) {
    return new Kind(spec.weightDecay(), spec.learningRateFactor());
  }
}
