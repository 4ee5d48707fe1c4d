package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entroscope.statistics.DiagnosisCriteria;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.training.HeadRemoval;

/**
 * Draws the increase in loss when a head is removed against the entropy of the head. The figure
 * shows whether heads that attend to a single token, or to all tokens equally, matter. Each head is
 * a point. Each model has a panel with a separate vertical scale.
 */
public final class RemovalCosts {

  private static final int PANEL = 230;
  private static final int GAP = 70;

  /** The range of a head's entropy, as in {@code Diagnosis}. */
  private enum Range {
    COLLAPSED("near zero", "#d55e00", "diamond"),
    BETWEEN("between", "#0072b2", "circle"),
    OVERLOADED("near the bound", "#e69f00", "square");

    final String words;
    final String colour;
    final String symbol;

    Range(String words, String colour, String symbol) {
      this.words = words;
      this.colour = colour;
      this.symbol = symbol;
    }

    static Range of(double entropy, double bound, DiagnosisCriteria criteria) {
      double share = entropy / bound;
      return share < criteria.collapsedBelow()
          ? COLLAPSED
          : share > criteria.overloadedAbove() ? OVERLOADED : BETWEEN;
    }
  }

  private RemovalCosts() {}

  /**
   * Draws several models, one below the other.
   *
   * @throws IllegalArgumentException if no model is given
   */
  public static Figure compare(HeadRemoval... removals) {
    if (removals.length == 0) {
      throw new IllegalArgumentException("nothing to compare: give at least one model");
    }
    DiagnosisCriteria criteria = DiagnosisCriteria.DEFAULT;
    FigureBuilder figure =
        new FigureBuilder(
            "What removing a head costs",
            "Increase of the held-out loss when one head is removed, against the entropy of that head");
    int height = removals.length * PANEL + (removals.length - 1) * GAP;
    StringBuilder text = new StringBuilder(figure.heading());
    for (int i = 0; i < removals.length; i++) {
      HeadRemoval removal = removals[i];
      double bound = EntropyBound.causal(removal.entropy().context());
      Panel panel = figure.panel().place(0, 1, 0, i, removals.length, (double) GAP / height);
      panel.title(String.format(Locale.ROOT, "%s: loss %.3f", removal.name(), removal.loss()));
      panel.label(Panel.Side.X, "entropy (nats)").label(Panel.Side.Y, "cost (nats)");
      panel.range(Panel.Side.X, -0.03 * bound, 1.05 * bound);
      level(figure, i, criteria.collapsedBelow() * bound);
      level(figure, i, criteria.overloadedAbove() * bound);
      for (Range range : Range.values()) {
        figure.add(points(removal, range, bound, criteria).on(i).legend(range.words, i == 0));
      }
      text.append(System.lineSeparator()).append(removal);
    }
    return figure.legendAbove().margin(64, 20, 108, 52).height(height + 160).build(text.toString());
  }

  /** Draws a dotted vertical line through a panel. */
  private static void level(FigureBuilder figure, int panel, double entropy) {
    ObjectNode line = figure.layout().withArrayProperty("shapes").addObject();
    line.put("type", "line").put("xref", Panel.axis("x", panel));
    line.put("yref", Panel.axis("y", panel) + " domain").put("y0", 0).put("y1", 1);
    line.set("x0", Json.number(entropy));
    line.set("x1", Json.number(entropy));
    line.withObjectProperty("line").put("dash", "dot").put("width", 1.5).put("color", "#888888");
  }

  private static Trace points(
      HeadRemoval removal, Range wanted, double bound, DiagnosisCriteria criteria) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int l = 0; l < removal.cost().layers(); l++) {
      for (int h = 0; h < removal.cost().heads(); h++) {
        double entropy = removal.entropy().at(l, h);
        if (Range.of(entropy, bound, criteria) == wanted) {
          x.add(entropy);
          y.add((double) removal.cost().at(l, h));
          names.add("layer %d, head %d".formatted(l, h));
        }
      }
    }
    if (x.isEmpty()) { // keeps the entry in the legend
      x.add(Double.NaN);
      y.add(Double.NaN);
      names.add("");
    }
    Trace trace = Trace.line(wanted.words, array(x), array(y)).colour(wanted.colour);
    trace.json.put("mode", "markers").set("text", Json.texts(names));
    trace.json.withObjectProperty("marker").put("size", 8).put("symbol", wanted.symbol);
    return trace.hover("%{text}<br>entropy %{x:.3f} nats, cost %{y:+.4f} nats<extra></extra>");
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
