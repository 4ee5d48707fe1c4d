package org.entroscope.architecture;

import java.util.stream.Collectors;

/** A summary of the notation, for messages. */
final class NotationHelp {

  private NotationHelp() {}

  static String text() {
    return "Write terms joined by +; the first must be one of "
        + terms(AttentionNonlinearity.class, "")
        + ", with (t) for learnable temperatures. Table 1 has: SM + LN + G, SM + LN + R, SM + LN,"
        + " SM + G, SM + R, SM. Known terms: LN, "
        + terms(Activation.class, "")
        + ", "
        + terms(LinearParametrisation.class, "(..)")
        + " with QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN, QKN, ScFFN, FuFFN, ScFuFFN, RoPE, Parallel,"
        + " untied, noLNf, bias(all | none), and "
        + terms(Regulariser.class, "(...)")
        + " around all other terms";
  }

  private static String terms(Class<? extends Component> kind, String suffix) {
    return Components.all().stream()
        .filter(kind::isInstance)
        .map(component -> component.usage() + suffix)
        .collect(Collectors.joining(", "));
  }
}
