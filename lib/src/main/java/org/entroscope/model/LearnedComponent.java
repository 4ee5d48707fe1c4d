package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;

/** The parameters of a component at one place of the model. */
final class LearnedComponent {

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /**
   * Adds parameters to a block.
   *
   * @param shared those that the model has for all layers, by name
   */
  LearnedComponent(ModelBlock owner, List<ParameterSpec> specs, Map<String, Parameter> shared) {
    for (ParameterSpec spec : specs) {
      parameters.put(spec.name(), spec.shared() ? shared.get(spec.name()) : owner.parameter(spec));
    }
  }

  /** All of them, in the order of their declaration. */
  Collection<Parameter> all() {
    return parameters.values();
  }

  /** The values in a pass. */
  ParameterValues in(ForwardContext context) {
    return new ParameterValues() {
      @Override
      public NDArray get(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
          throw new IllegalArgumentException(
              "the component declares no parameter '%s', only %s"
                  .formatted(name, parameters.keySet()));
        }
        return context.value(parameter);
      }

      @Override
      public boolean training() {
        return context.training();
      }
    };
  }
}
