package org.entroscope.plot;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.entroscope.architecture.Architecture;
import org.entroscope.paper.Catalogue;

/**
 * The style of a model, which depends on its name: an architecture has the same colour and line
 * style in every figure. The architectures of the paper's ladder have their own colours and solid
 * lines. All other architectures have a colour and a broken line that are computed from their
 * notation.
 *
 * @param colour a colour that colour-blind readers can distinguish from the others
 * @param dash Plotly's name of the line style
 */
record ModelStyle(String colour, String dash) {

  private static final String SOLID = "solid";

  /** Okabe and Ito's colours without black and yellow, and two of Tol's colours. */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8a9199", "#999933",
          "#aa5577");

  private static final List<String> DASHES = List.of("dash", "dot", "dashdot", "longdash");

  /** The style of each model of the paper. Its variants share the colour. */
  private static final Map<String, ModelStyle> PRINCIPAL = principal();

  /** Matches a setting of a component, such as {@code , lambda=1.0E-4}. */
  private static final Pattern SETTINGS = Pattern.compile(",\\s*\\w+=[^,()]*");

  private static Map<String, ModelStyle> principal() {
    Map<String, ModelStyle> styles = new HashMap<>();
    for (int model = 0; model < Catalogue.PRINCIPAL.size(); model++) {
      List<String> variants = Catalogue.PRINCIPAL.get(model);
      for (int i = 0; i < variants.size(); i++) {
        String dash = i == 0 ? SOLID : DASHES.get(i - 1);
        styles.put(variants.get(i), new ModelStyle(COLOURS.get(model), dash));
      }
    }
    return styles;
  }

  /** Returns the style of one model. */
  static ModelStyle of(String name) {
    String key = key(name);
    ModelStyle known = name.isBlank() ? new ModelStyle(COLOURS.get(0), SOLID) : PRINCIPAL.get(key);
    if (known != null) {
      return known;
    }
    int hash = Math.floorMod(31 * key.hashCode() + key.length(), COLOURS.size() * DASHES.size());
    return combination(hash);
  }

  private static ModelStyle combination(int i) {
    return new ModelStyle(
        COLOURS.get(i % COLOURS.size()), DASHES.get(i / COLOURS.size() % DASHES.size()));
  }

  /**
   * Returns the styles of all models in a figure. Models of one architecture share its colour and
   * differ in the line style.
   */
  static Map<String, ModelStyle> of(Collection<String> names) {
    Map<String, ModelStyle> styles = new LinkedHashMap<>();
    Set<ModelStyle> taken = new HashSet<>();
    for (String name : names) {
      ModelStyle style = of(name);
      for (int i = 0; i < DASHES.size() && taken.contains(style); i++) {
        style = new ModelStyle(style.colour, DASHES.get(i));
      }
      for (int i = 0; i < COLOURS.size() * DASHES.size() && taken.contains(style); i++) {
        style = combination(i);
      }
      taken.add(style);
      styles.put(name, style);
    }
    return styles;
  }

  /**
   * Returns the architecture in a name such as {@code SM + G, L=12}, without settings of its
   * components. Returns the name itself if it does not begin with an architecture.
   */
  static String key(String name) {
    int depth = 0;
    int end = name.length();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        end = i;
        break;
      }
    }
    try {
      String notation = Architecture.of(name.substring(0, end)).toString();
      return SETTINGS.matcher(notation).replaceAll("");
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** Draws a line in this style. */
  Trace on(Trace line) {
    line.colour(colour);
    if (!dash.equals(SOLID)) {
      line.json.withObjectProperty("line").put("dash", dash);
    }
    return line;
  }
}
