package org.entroscope.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.model.Generation;
import org.entroscope.paper.Claims;
import org.entroscope.paper.Judgement;
import org.entroscope.paper.PublishedTable;
import org.entroscope.plot.Drawing;
import org.entroscope.plot.Figure;
import org.entroscope.plot.Figures;
import org.entroscope.plot.HeatMap;
import org.entroscope.plot.HistoryMaps;
import org.entroscope.plot.LayerHistory;
import org.entroscope.plot.PlotlyLibrary;
import org.entroscope.statistics.Diagnosis;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.training.Effect;
import org.entroscope.training.Run;
import org.entroscope.workshop.Answer;
import org.entroscope.workshop.CourseProgress;
import tech.tablesaw.api.Table;

/** Creates the rich forms of values: self-contained HTML that draws offline, and text. */
public final class Displays {

  /**
   * The available forms. The first one that applies is used. Forms of missing libraries are
   * skipped.
   */
  private static final List<Function<Object, DisplayBundle>> FORMS =
      List.of(
          value -> value instanceof DisplayBundle bundle ? bundle : null,
          value -> value instanceof Architecture a ? ArchitectureDiagram.of(a) : null,
          value -> value instanceof ModelShape shape ? ShapeCard.of(shape) : null,
          value -> value instanceof Diagnosis diagnosis ? DiagnosisCard.of(diagnosis) : null,
          value -> value instanceof Answer answer ? AnswerCard.of(answer) : null,
          value -> value instanceof Table table ? TableHtml.of(table) : null,
          value -> value instanceof PublishedTable table ? TableHtml.of(table) : null,
          value -> value instanceof Effect effect ? TableHtml.of(effect.toTable()) : null,
          value -> value instanceof CourseProgress p ? TableHtml.of(p.toTable()) : null,
          value -> value instanceof Claims claims ? ClaimsCard.of(claims) : null,
          value -> value instanceof Judgement one ? ClaimsCard.of(one) : null,
          value -> value instanceof Run run ? RunCard.of(run) : null,
          value -> value instanceof Generation text ? GenerationText.of(text) : null,
          value -> value instanceof HeadHistory history ? history(history) : null,
          value -> value instanceof Drawing drawing ? drawing(drawing) : null,
          value -> Figures.of(value).map(Displays::figure).orElse(null),
          value ->
              value instanceof tech.tablesaw.plotly.components.Figure foreign
                  ? figure(TablesawFigure.convert(foreign))
                  : null,
          ArrayText::of);

  /** The largest number of maps of a history that are shown at once. More need a slider. */
  private static final int FEW = 4;

  private Displays() {}

  /** Returns the rich form of a value; empty if its class has none. */
  public static Optional<DisplayBundle> of(Object value) {
    for (Function<Object, DisplayBundle> form : FORMS) {
      try {
        DisplayBundle bundle = form.apply(value);
        if (bundle != null) {
          return Optional.of(bundle);
        }
      } catch (NoClassDefFoundError e) {
        // a value cannot have a type of a missing library
      }
    }
    return Optional.empty();
  }

  /** Returns the form of a drawing, which does not need plotly.js. */
  private static DisplayBundle drawing(Drawing drawing) {
    return DisplayBundle.of(drawing.html(), drawing.toText())
        .with(DisplayBundle.SVG, drawing.toSvg());
  }

  /**
   * Returns the lines of the layers and, below them, the maps of the heads, with a slider if there
   * are many.
   */
  private static DisplayBundle history(HeadHistory history) {
    Figure lines = LayerHistory.of(history);
    if (history.size() < 2) {
      return figure(lines);
    } else if (history.size() > FEW) {
      return figure(lines, HistoryMaps.of(history));
    }
    Map<String, HeadValues> steps = new LinkedHashMap<>();
    for (int i = 0; i < history.size(); i++) {
      steps.put("step " + history.steps()[i], history.map(i));
    }
    return figure(lines, HeatMap.compare(steps));
  }

  /**
   * Returns the forms of figures, one below the other: HTML that draws itself, a picture, and text.
   *
   * <p>The form {@code application/vnd.plotly.v1+json} is left out on purpose. JupyterLab with
   * Python's plotly and VS Code prefer that form to HTML, but draw it only once: a live picture
   * stays at its first step, a click on a head has no effect, and a figure keeps its white
   * background on a dark page. All of them show HTML and run its scripts. {@link Figure#toJson}
   * returns the specification.
   */
  static DisplayBundle figure(Figure... figures) {
    Map<String, Object> forms = new LinkedHashMap<>();
    StringBuilder html = new StringBuilder();
    boolean full = Stream.of(figures).anyMatch(PlotlyLibrary::isFullWanted);
    for (Figure figure : figures) {
      // the whole library is rarely needed, and is then included in the output
      html.append(full ? PlotlyLibrary.htmlFor(figure) : "").append(figure.html());
    }
    forms.put(DisplayBundle.HTML, html.toString());
    Figures.toSvg(figures).ifPresent(svg -> forms.put(DisplayBundle.SVG, svg));
    forms.put(DisplayBundle.TEXT, figures[0].toText());
    return new DisplayBundle(forms, !full);
  }
}
