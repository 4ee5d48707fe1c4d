package org.entroscope.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.architecture.ParameterSpec;
import org.entroscope.architecture.ParameterValues;

/** The parameters of a component at one place of the model. */
final class LearnedComponent {

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /**
   * Adds parameters to a block.
   *
   * @param shared the parameters that all layers of the model share, by name
   */
  LearnedComponent(ModelBlock owner, List<ParameterSpec> specs, Map<String, Parameter> shared) {
    for (ParameterSpec spec : specs) {
      parameters.put(spec.name(), spec.shared() ? shared.get(spec.name()) : owner.parameter(spec));
    }
  }

  /** Adds the shared parameters of components to a model and returns them by name. */
  static Map<String, Parameter> shared(
      ModelBlock model, Architecture architecture, ModelShape shape) {
    List<ParameterSpec> specs = new ArrayList<>(architecture.attention().parameters(shape));
    if (architecture.activation() != null) {
      specs.addAll(architecture.activation().parameters(shape));
    }
    Map<String, Parameter> shared = new LinkedHashMap<>();
    specs.stream()
        .filter(ParameterSpec::shared)
        .forEach(spec -> shared.put(spec.name(), model.parameter(spec)));
    return shared;
  }

  /** Returns all parameters in the order of their declaration. */
  Collection<Parameter> all() {
    return parameters.values();
  }

  /** Returns the parameters' values in a pass. */
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
