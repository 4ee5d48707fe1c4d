package org.entroscope.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entroscope.architecture.Architecture.Draft;

/** Parser of the paper's notation; {@link Architecture#toString()} prints it. */
final class ArchitectureNotation {

  private static final String KNOWN =
      """
      Write terms joined by +, the first of them SM or SM(t). Known terms: LN, G, Gtanh, R, \
      LReLU(0.01 | layer | model), WN(..), SN(..), SR(..) of QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN, \
      QKN, ScFFN, FuFFN, ScFuFFN, RoPE, Parallel, untied, noLNf, bias(all | none), and \
      EReg(...) around the whole. \
      Table 1 has: SM + LN + G, SM + LN + R, SM + LN, SM + G, SM + R, SM""";

  private final String notation;
  private final Set<String> slots = new HashSet<>();

  private ArchitectureNotation(String notation) {
    this.notation = notation;
  }

  static Architecture parse(String notation) {
    return new ArchitectureNotation(notation).parse();
  }

  private Architecture parse() {
    String text = notation.replaceAll("\\s", "");
    boolean regularised = text.startsWith("EReg(") && text.endsWith(")");
    if (regularised) {
      text = text.substring("EReg(".length(), text.length() - 1);
    }
    List<String> terms = terms(text);
    if (!terms.get(0).equals("SM") && !terms.get(0).startsWith("SM(")) {
      throw wrong("it must begin with SM or SM(t), not '" + terms.get(0) + "'");
    }
    try {
      return Architecture.SM.with(
          draft -> {
            terms.forEach(term -> apply(term, draft));
            draft.regularised = regularised;
          });
    } catch (NotationException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** Splits at the plus signs that stand outside parentheses. */
  private List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '+';
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        throw wrong("a ')' has no '('");
      }
      if (c == '+' && (depth == 0 || i == text.length())) {
        terms.add(text.substring(from, i));
        from = i + 1;
      }
    }
    if (depth != 0) {
      throw wrong("a '(' is not closed");
    }
    return terms;
  }

  private void apply(String term, Draft draft) {
    int open = term.indexOf('(');
    String name = open < 0 ? term : term.substring(0, open);
    String argument = open < 0 ? null : term.substring(open + 1, term.length() - 1);
    switch (name) {
      case "SM" -> {
        once("softmax", term);
        draft.temperature = argument == null ? null : temperature(argument);
      }
      case "LN" -> {
        once("LayerNorm", term);
        bare(term, argument);
        draft.layerNorm = true;
      }
      case "QKN" -> {
        once("query-key norm", term);
        bare(term, argument);
        draft.queryKeyNorm = true;
      }
      case "G", "Gtanh", "R" -> {
        once("activation", term);
        bare(term, argument);
        draft.activation =
            switch (name) {
              case "G" -> Activation.GELU;
              case "Gtanh" -> Activation.GELU_TANH;
              default -> Activation.RELU;
            };
      }
      case "LReLU" -> {
        once("activation", term);
        draft.activation = leaky(term, argument);
      }
      case "WN", "SN", "SR" -> {
        once("weight normalisation", term);
        draft.normalisation = normalisation(name, argument);
      }
      case "ScFFN", "FuFFN", "ScFuFFN" -> {
        once("form of the FFN", term);
        bare(term, argument);
        draft.scaled = name.startsWith("Sc");
        draft.fused = name.contains("Fu");
      }
      case "noLNf" -> {
        once("final LayerNorm", term);
        bare(term, argument);
        draft.finalLayerNorm = false;
      }
      case "RoPE" -> {
        once("positions", term);
        draft.rotary = rotary(argument);
      }
      case "Parallel" -> {
        once("residual", term);
        bare(term, argument);
        draft.parallel = true;
      }
      case "untied" -> {
        once("vocabulary projection", term);
        bare(term, argument);
        draft.untied = true;
      }
      case "bias" -> {
        once("biases", term);
        draft.biases = biases(argument);
      }
      default -> throw wrong("there is no term '" + term + "'");
    }
  }

  private void once(String slot, String term) {
    if (!slots.add(slot)) {
      throw wrong("'" + term + "' chooses the " + slot + " a second time");
    }
  }

  private void bare(String term, String argument) {
    if (argument != null) {
      throw wrong("there is no term '" + term + "'");
    }
  }

  private Temperature temperature(String argument) {
    if (argument.equals("t")) {
      return Temperature.DEFAULT;
    }
    String[] parts = argument.startsWith("t=") ? argument.substring(2).split(":", -1) : null;
    if (parts != null && parts.length == 2) {
      for (Temperature.Form form : Temperature.Form.values()) {
        if (form.name().toLowerCase(Locale.ROOT).equals(parts[0])) {
          return new Temperature(form, number(parts[1]));
        }
      }
    }
    throw wrong(
        "a temperature is SM(t), or SM(t=divisor:1.0), SM(t=inverse:1.0), SM(t=offset:0.01), not SM("
            + argument
            + ")");
  }

  private Activation leaky(String term, String argument) {
    if (argument == null) {
      throw wrong("'" + term + "' needs a slope: LReLU(0.01), LReLU(layer) or LReLU(model)");
    }
    return switch (argument) {
      case "layer" -> Activation.leakyPerLayer();
      case "model" -> Activation.leakyPerModel();
      default -> Activation.leaky(number(argument));
    };
  }

  private Rotary rotary(String argument) {
    if (argument == null) {
      return Rotary.FULL;
    }
    String[] parts = argument.split(":", -1);
    if (parts.length > 2) {
      throw wrong("rotary positions are RoPE, RoPE(0.25) or RoPE(0.25:10000), not " + argument);
    }
    return new Rotary(number(parts[0]), parts.length == 1 ? Rotary.DEFAULT_BASE : number(parts[1]));
  }

  private Normalisation normalisation(String name, String argument) {
    for (Normalisation.Kind kind : Normalisation.Kind.values()) {
      for (Normalisation.Layers layers : Normalisation.Layers.values()) {
        if (kind.notation().equals(name) && layers.toString().equals(argument)) {
          return new Normalisation(kind, layers);
        }
      }
    }
    throw wrong(
        name
            + " is of QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN"
            + (argument == null ? "" : ", not of " + argument));
  }

  private Biases biases(String argument) {
    for (Biases biases : Biases.values()) {
      if (biases.name().toLowerCase(Locale.ROOT).equals(argument)) {
        return biases;
      }
    }
    throw wrong("biases are bias(qk), bias(all) or bias(none)");
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong("'" + text + "' is not a number");
    }
  }

  private NotationException wrong(String what) {
    return new NotationException("no architecture '" + notation + "': " + what + ". " + KNOWN);
  }

  /** Marks a message that is complete already. */
  private static final class NotationException extends IllegalArgumentException {
    NotationException(String message) {
      super(message);
    }
  }
}
