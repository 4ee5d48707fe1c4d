package org.entroscope.plot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entroscope.privacy.Frontier;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.HasEntropy;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadDistributionComparison;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.LearnedValues;

/** Creates the figure that a notebook shows for a value. */
public final class Figures {

  private Figures() {}

  /**
   * Returns several figures, one below the other, as one picture; see {@link Figure#toSvg}.
   *
   * @return the picture; empty if one of the figures has no picture
   */
  public static Optional<String> toSvg(Figure... figures) {
    if (figures.length == 1) {
      return figures[0].toSvg();
    }
    boolean all = Stream.of(figures).allMatch(Picture::canDraw);
    return all ? Optional.of(Picture.column(List.of(figures))) : Optional.empty();
  }

  /** Returns the figure that shows a value; empty if its class has no figure. */
  public static Optional<Figure> of(Object value) {
    if (value instanceof Figure figure) {
      return Optional.of(figure);
    } else if (value instanceof HeadValues map) {
      return Optional.of(HeatMap.of(map));
    } else if (value instanceof HeadHistory history) {
      return Optional.of(LayerHistory.of(history));
    } else if (value instanceof HeadDistribution distribution) {
      return Optional.of(HeadBars.of(distribution));
    } else if (value instanceof HeadDistributionComparison comparison) {
      return Optional.of(HeadBars.of(comparison));
    } else if (value instanceof Frontier frontier) {
      return Optional.of(PrivacyFrontier.of(frontier));
    } else if (value instanceof LearnedValues learned) {
      return Optional.of(LearnedMap.of(learned));
    } else if (value instanceof AttentionMaps attention) {
      return Optional.of(HeadExplorer.of(attention));
    } else if (value instanceof HasEntropy measured) {
      return Optional.of(HeatMap.of(measured.name(), measured.entropy()));
    }
    return Optional.empty();
  }
}
