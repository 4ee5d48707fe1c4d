package org.entroscope.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entroscope.architecture.Architecture.Draft;
import org.entroscope.files.Reason;

/** Parser of the paper's notation; {@link Architecture#toString()} prints it. */
final class ArchitectureNotation {

  /** The terms that are not components. */
  static final Set<String> STRUCTURE =
      Set.of(
          "LN", "QKN", "ScFFN", "FuFFN", "ScFuFFN", "RoPE", "Parallel", "untied", "noLNf", "bias");

  /** The default attention nonlinearity, which is also used in examples. */
  private static final String DEFAULT = "SM";

  private static final int LONGEST_QUOTED = 60;

  private static final Architecture BARE =
      new Architecture(
          (AttentionNonlinearity) Components.find(DEFAULT),
          null,
          false,
          false,
          null,
          null,
          false,
          false,
          List.of(),
          true,
          Biases.QK,
          null,
          false,
          false);

  private final String notation;
  private final Set<String> slots = new HashSet<>();

  private ArchitectureNotation(String notation) {
    this.notation = notation;
  }

  static Architecture parse(String notation) {
    return new ArchitectureNotation(notation).parse();
  }

  private Architecture parse() {
    try {
      return read(notation.replaceAll("\\s", ""));
    } catch (NotationException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage()); // a component rejected its arguments
    }
  }

  private Architecture read(String text) {
    int open = text.indexOf('(');
    if (open > 0
        && text.endsWith(")")
        && Components.find(text.substring(0, open)) instanceof Regulariser regulariser) {
      String inside = text.substring(open + 1, text.length() - 1);
      List<String> parts = split(inside, ',');
      String arguments = String.join(",", parts.subList(1, parts.size()));
      Regulariser chosen = (Regulariser) regulariser.withArguments(arguments);
      Architecture inner = read(parts.get(0));
      if (inner.regularisers().stream().anyMatch(r -> r.term().equals(chosen.term()))) {
        throw wrong(chosen.term() + " encloses the architecture a second time");
      }
      return inner.with(a -> a.regularise(chosen));
    }
    List<String> terms = split(text, '+');
    if (!(Components.find(name(terms.get(0))) instanceof AttentionNonlinearity)) {
      throw wrong(
          "it must begin with %s or %s(t), not ".formatted(DEFAULT, DEFAULT)
              + quoted(terms.get(0)));
    }
    return BARE.with(draft -> terms.forEach(term -> apply(term, draft)));
  }

  /** Splits a text at the separators outside parentheses. */
  private List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : separator;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        throw wrong("a ')' has no '('");
      }
      if (c == separator && (depth == 0 || i == text.length())) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    if (depth != 0) {
      throw wrong("a '(' is not closed");
    }
    return parts;
  }

  private static String name(String term) {
    int open = term.indexOf('(');
    return open < 0 ? term : term.substring(0, open);
  }

  private void apply(String term, Draft draft) {
    String name = name(term);
    String argument =
        name.equals(term) ? null : term.substring(name.length() + 1, term.length() - 1);
    switch (name) {
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
      default -> component(name, term, argument, draft);
    }
  }

  private void component(String name, String term, String argument, Draft draft) {
    Component component = Components.find(name);
    if (component instanceof AttentionNonlinearity nonlinearity) {
      once("attention nonlinearity", term);
      attention(nonlinearity, argument, draft);
    } else if (component instanceof Activation activation) {
      once("activation", term);
      draft.activation = (Activation) given(activation, argument, term);
    } else if (component instanceof LinearParametrisation parametrisation) {
      once("parametrisation of linear layers", term);
      draft.parametrised = parametrised(parametrisation, argument);
    } else if (component instanceof Regulariser) {
      throw wrong(
          "%s encloses the whole architecture: %s(%s + ...)".formatted(name, name, DEFAULT));
    } else {
      throw wrong("there is no term " + quoted(term));
    }
  }

  private void attention(AttentionNonlinearity nonlinearity, String argument, Draft draft) {
    List<String> own = new ArrayList<>();
    for (String each : argument == null ? List.<String>of() : split(argument, ',')) {
      if (each.equals("t") || each.startsWith("t=")) {
        draft.temperature = temperature(each);
      } else {
        own.add(each);
      }
    }
    if (!own.isEmpty() && nonlinearity.equals(BARE.attention())) {
      throw temperatureForms(argument);
    }
    draft.attention = (AttentionNonlinearity) nonlinearity.withArguments(String.join(",", own));
  }

  private Parametrised parametrised(LinearParametrisation parametrisation, String argument) {
    List<String> parts = argument == null ? List.of() : split(argument, ',');
    for (LinearLayers layers : LinearLayers.values()) {
      if (!parts.isEmpty() && layers.toString().equals(parts.get(0))) {
        String rest = String.join(",", parts.subList(1, parts.size()));
        return new Parametrised(
            (LinearParametrisation) parametrisation.withArguments(rest), layers);
      }
    }
    throw wrong(
        parametrisation.term()
            + " applies to QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN"
            + (argument == null ? "" : ", not to " + Reason.limited(argument, LONGEST_QUOTED)));
  }

  /** Returns a component with the written arguments; empty parentheses are rejected. */
  private Component given(Component component, String argument, String term) {
    if (argument != null && argument.isEmpty()) {
      throw wrong("there is no term " + quoted(term));
    }
    return component.withArguments(argument == null ? "" : argument);
  }

  private void once(String slot, String term) {
    if (!slots.add(slot)) {
      throw wrong(quoted(term) + " chooses the " + slot + " a second time");
    }
  }

  private void bare(String term, String argument) {
    if (argument != null) {
      throw wrong("there is no term " + quoted(term));
    }
  }

  private Temperature temperature(String argument) {
    if (argument.equals("t")) {
      return Temperature.DEFAULT;
    }
    String[] parts = argument.substring(2).split(":", -1);
    if (parts.length == 2) {
      for (Temperature.Form form : Temperature.Form.values()) {
        if (form.name().toLowerCase(Locale.ROOT).equals(parts[0])) {
          return new Temperature(form, number(parts[1]));
        }
      }
    }
    throw temperatureForms(argument);
  }

  private NotationException temperatureForms(String argument) {
    return wrong(
        "a temperature is written D(t), D(t=divisor:1.0), D(t=inverse:1.0), D(t=offset:0.01), not "
                .replace("D", DEFAULT)
            + quoted(DEFAULT + "(" + argument + ")"));
  }

  private Rotary rotary(String argument) {
    if (argument == null) {
      return Rotary.FULL;
    }
    String[] parts = argument.split(":", -1);
    if (parts.length > 2) {
      throw wrong(
          "rotary positions are RoPE, RoPE(0.25) or RoPE(0.25:10000), not " + quoted(argument));
    }
    return new Rotary(number(parts[0]), parts.length == 1 ? Rotary.DEFAULT_BASE : number(parts[1]));
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
      throw wrong(quoted(text) + " is not a number");
    }
  }

  /** Quotes a part of the notation; a long part is shortened within its quotes. */
  private static String quoted(String part) {
    return "'" + Reason.limited(part, LONGEST_QUOTED) + "'";
  }

  private NotationException wrong(String what) {
    return new NotationException(
        Reason.limited(
            "no architecture '%s': %s. %s"
                .formatted(
                    Reason.limited(notation, 120),
                    Reason.limited(what, 160),
                    NotationHelp.text())));
  }

  /** An exception whose message is already complete. */
  private static final class NotationException extends IllegalArgumentException {
    NotationException(String message) {
      super(message);
    }
  }
}
