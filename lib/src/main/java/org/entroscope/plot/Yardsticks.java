package org.entroscope.plot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.entroscope.tokens.NgramPerplexities;
import tech.tablesaw.api.Table;

/**
 * The n-gram perplexities of a corpus as dotted lines across a figure of perplexities. They show
 * the perplexity of a model that knows only the frequencies of single tokens, of pairs, or of
 * triples. Lines that are too close together share one label.
 */
final class Yardsticks {

  /** The yardsticks if no n-gram perplexities are known. */
  static final Yardsticks NONE = new Yardsticks(List.of(), "");

  private static final List<String> COLUMNS = List.of("unigram", "bigram", "trigram");

  /**
   * The largest ratio of perplexities that count as equal. Models with different contexts see
   * slightly different examples of a corpus.
   */
  private static final double ALIKE = 1.03;

  /** A yardstick is near values if it is at most this factor beyond them. */
  private static final double NEAR = 1.3;

  /** The height of a name beside a panel, as a share of the height of its axis. */
  private static final double ROW = 0.07;

  /** The height of a label, in pixels. */
  private static final int LINE = 14;

  private static final int SIZE = 11;

  /** The gap between a panel and the names beside it, in pixels. */
  private static final int GAP = 4;

  private static final String GREY = "#888888";

  private final List<Level> levels;
  private final String words;

  /** One line: its name and its perplexity. */
  private record Level(String name, double perplexity) {}

  /**
   * The label of one line or of neighbouring lines, whose names are one below the other around a
   * position on the axis.
   */
  private record Label(List<String> names, double place) {

    private Label with(Level lower) {
      List<String> all = new ArrayList<>(names);
      all.add(lower.name);
      double sum = place * names.size() + Math.log10(lower.perplexity);
      return new Label(all, sum / all.size());
    }
  }

  private Yardsticks(List<Level> levels, String words) {
    this.levels = levels;
    this.words = words;
  }

  /** Creates the yardsticks of the models in a figure. Perplexities that are not known are null. */
  static Yardsticks of(Collection<NgramPerplexities> ofModels) {
    List<NgramPerplexities> known = ofModels.stream().filter(Objects::nonNull).distinct().toList();
    if (known.isEmpty()) {
      return NONE;
    }
    List<Level> levels = new ArrayList<>();
    for (String name : COLUMNS) {
      double[] all = known.stream().mapToDouble(ngrams -> value(ngrams, name)).sorted().toArray();
      if (all[all.length - 1] > ALIKE * all[0]) {
        return new Yardsticks(
            List.of(),
            "No n-gram lines, because the models' corpora have different n-gram perplexities");
      }
      double middle = Math.sqrt(all[0] * all[all.length - 1]);
      levels.add(new Level(name, middle));
    }
    String each =
        String.join(", ", levels.stream().map(l -> l.name + " " + number(l.perplexity)).toList());
    return new Yardsticks(levels, "Dotted lines: n-grams of the corpus (" + each + ")");
  }

  /**
   * Creates the yardsticks from a sweep's table if it has the columns unigram, bigram and trigram.
   */
  static Yardsticks of(Table table) {
    if (!table.columnNames().containsAll(COLUMNS)) {
      return NONE;
    }
    return of(
        IntStream.range(0, table.rowCount())
            .filter(row -> COLUMNS.stream().noneMatch(c -> table.column(c).isMissing(row)))
            .mapToObj(
                row ->
                    new NgramPerplexities(
                        table.doubleColumn("unigram").getDouble(row),
                        table.doubleColumn("bigram").getDouble(row),
                        table.doubleColumn("trigram").getDouble(row)))
            .distinct()
            .toList());
  }

  private static double value(NgramPerplexities ngrams, String name) {
    return switch (name) {
      case "unigram" -> ngrams.unigram();
      case "bigram" -> ngrams.bigram();
      default -> ngrams.trigram();
    };
  }

  private static String number(double perplexity) {
    return String.format(Locale.ROOT, perplexity < 10 ? "%.2f" : "%.1f", perplexity);
  }

  /**
   * Returns the yardsticks that are among some values or just beyond them. Their description still
   * contains all yardsticks.
   */
  Yardsticks near(double low, double high) {
    List<Level> near =
        levels.stream()
            .filter(l -> l.perplexity >= low / NEAR && l.perplexity <= high * NEAR)
            .toList();
    if (near.size() == levels.size()) {
      return this;
    }
    return new Yardsticks(
        near, near.isEmpty() ? words.replace("Dotted lines: n-grams", "N-grams") : words);
  }

  boolean isEmpty() {
    return levels.isEmpty();
  }

  /** Describes the lines with their numbers, for a subtitle; empty if nothing is known. */
  String words() {
    return words;
  }

  /** Returns a text followed by {@link #words}. */
  String after(String others) {
    return words.isEmpty() ? others : others.isEmpty() ? words : others + ". " + words;
  }

  double least(double other) {
    return levels.stream().mapToDouble(Level::perplexity).reduce(other, Math::min);
  }

  double most(double other) {
    return levels.stream().mapToDouble(Level::perplexity).reduce(other, Math::max);
  }

  /**
   * Makes the vertical axis of a panel logarithmic, with room for values and lines, and draws the
   * lines. The names are to the right of the panel, where there are no data. They need {@link
   * #width} there.
   */
  void across(FigureBuilder figure, Panel panel, double low, double high) {
    double from = Math.log10(least(low));
    double to = Math.log10(most(high));
    double room = Math.max(0.02, 0.06 * (to - from));
    panel.logarithmic(Panel.Side.Y, Math.pow(10, from), Math.pow(10, to));
    panel.range(Panel.Side.Y, from - room, to + room);
    String xref = Panel.axis("x", panel.index()) + " domain";
    String yref = Panel.axis("y", panel.index());
    for (Level level : levels) {
      line(figure, xref, yref, 0, 1, level.perplexity, level.perplexity);
    }
    for (Label label : labels(to - from + 2 * room)) {
      // Plotly expects the logarithm as the position of an annotation on a logarithmic axis
      figure.note(xref, yref, 1, label.place, "", "left", "middle", SIZE);
      lastNote(figure).put("text", Wrapped.label(label.names)).put("xshift", GAP);
    }
  }

  /** Returns the width of the names to the right of a panel, in pixels. */
  int width() {
    double widest = levels.stream().mapToDouble(l -> SvgText.width(l.name, SIZE)).max().orElse(0);
    return levels.isEmpty() ? 0 : (int) Math.ceil(widest) + GAP;
  }

  /**
   * Draws lines from the bottom to the top of a panel, with their names above it.
   *
   * @param from the start of the horizontal axis; its logarithm if the axis is logarithmic
   * @param to the end of the horizontal axis; its logarithm if the axis is logarithmic
   */
  void upright(FigureBuilder figure, Panel panel, double from, double to, boolean logarithmic) {
    String xref = Panel.axis("x", panel.index());
    String yref = Panel.axis("y", panel.index()) + " domain";
    int row = 0;
    for (Level level : levels) {
      line(figure, xref, yref, level.perplexity, level.perplexity, 0, 1);
      double x = logarithmic ? Math.log10(level.perplexity) : level.perplexity;
      double share = (x - from) / (to - from);
      String anchor = share < 0.15 ? "left" : share > 0.85 ? "right" : "center";
      String label = level.name + " " + number(level.perplexity);
      figure.note(xref, yref, x, 1, label, anchor, "bottom", SIZE);
      lastNote(figure).put("yshift", LINE * row++);
    }
  }

  /** Returns the height of the names above a panel, in pixels. */
  int height() {
    return LINE * levels.size();
  }

  private static void line(
      FigureBuilder figure, String xref, String yref, double x0, double x1, double y0, double y1) {
    ObjectNode line = figure.layout().withArrayProperty("shapes").addObject();
    line.put("type", "line").put("xref", xref).put("yref", yref);
    line.set("x0", Json.number(x0));
    line.set("x1", Json.number(x1));
    line.set("y0", Json.number(y0));
    line.set("y1", Json.number(y1));
    line.withObjectProperty("line").put("dash", "dot").put("width", 1).put("color", GREY);
  }

  private static ObjectNode lastNote(FigureBuilder figure) {
    ArrayNode notes = figure.layout().withArrayProperty("annotations");
    return (ObjectNode) notes.get(notes.size() - 1);
  }

  /**
   * Returns the labels from the top of an axis to its bottom. Names without enough room for
   * separate labels share one.
   */
  private List<Label> labels(double span) {
    List<Level> falling = new ArrayList<>(levels);
    falling.sort(Comparator.comparingDouble(Level::perplexity).reversed());
    List<Label> labels = new ArrayList<>();
    for (Level level : falling) {
      Label own = new Label(List.of(level.name), Math.log10(level.perplexity));
      int last = labels.size() - 1;
      Label above = last < 0 ? null : labels.get(last);
      double rows = above == null ? 0 : (above.names.size() + 1) / 2.0;
      if (above != null && above.place - own.place < rows * ROW * span) {
        labels.set(last, above.with(level));
      } else {
        labels.add(own);
      }
    }
    return labels;
  }
}
