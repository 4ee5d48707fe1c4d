package org.entroscope.plot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.entroscope.statistics.AttentionMaps;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HasHistory;
import org.entroscope.statistics.HeadDistribution;
import org.entroscope.statistics.HeadHistory;
import org.entroscope.statistics.HeadQuantity;
import org.entroscope.statistics.HeadValues;
import org.entroscope.statistics.LearnedValues;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** Sample values for drawing, and one figure of every kind. */
final class Samples {

  private Samples() {}

  /** Returns layers from the bound down to almost zero. A map of three layers has one NaN head. */
  static HeadValues map(int layers, int heads) {
    float[][] values = new float[layers][heads];
    for (int layer = 0; layer < layers; layer++) {
      for (int head = 0; head < heads; head++) {
        double share = 1 - (layer * heads + head) / (double) (layers * heads);
        values[layer][head] = (float) (share * EntropyBound.causal(64));
      }
    }
    return new HeadValues(values, 64);
  }

  static HeadValues withNaN() {
    float[][] values = map(3, 4).values();
    values[2][1] = Float.NaN;
    return new HeadValues(values, 64);
  }

  static HeadHistory history() {
    return HeadHistory.empty().add(0, map(3, 4)).add(50, withNaN()).add(100, map(3, 4));
  }

  /** Returns one layer of two heads with the same entropy. */
  static HeadValues oneLayer(float entropy) {
    return new HeadValues(new float[][] {{entropy, entropy}}, 64);
  }

  private record Trained(String name, Map<String, HeadHistory> histories) implements HasHistory {

    @Override
    public Map<String, HeadValues> newestValues() {
      return Map.of(HeadQuantity.ENTROPY, histories.get(HeadQuantity.ENTROPY).last());
    }
  }

  /** Returns a training with a history of its entropies. */
  static HasHistory trained(String name, HeadHistory entropies) {
    return new Trained(name, Map.of(HeadQuantity.ENTROPY, entropies));
  }

  /** Returns values of a statistic with the given name, unit and bounds. */
  static HeadValues statistic(String name, String unit, double lower, double upper) {
    HeadQuantity quantity = new HeadQuantity(name, unit, lower, upper);
    return new HeadValues(quantity, new float[][] {{0.25f, 0.5f}, {0.75f, Float.NaN}}, 64);
  }

  static Table metrics() {
    return Table.create(
        IntColumn.create("step", 0, 10, 20, 30),
        DoubleColumn.create("loss", 5, 3, 2.5, Double.NaN),
        DoubleColumn.create("evaluationLoss", 5, Double.NaN, 2.6, Double.NaN));
  }

  static LiveFigure.Curve curve(double... losses) {
    return new LiveFigure.Curve(IntStream.rangeClosed(1, losses.length).toArray(), losses);
  }

  static LearnedValues learned(String model) {
    return new LearnedValues(
        model, "threshold", "as shares", new float[][] {{0.2f, 0.5f}, {0.3f, Float.NaN}});
  }

  static float[][] attention() {
    return new float[][] {{1, 0, 0}, {0.5f, 0.5f, 0}, {0.2f, 0.3f, 0.5f}};
  }

  /**
   * Returns two layers of two heads, from one that attends to all tokens to one that attends to
   * itself.
   */
  static AttentionMaps attentionMaps(String name, int context) {
    float[][][][] heads = new float[2][2][context][context];
    for (int head = 0; head < 4; head++) {
      for (int query = 0; query < context; query++) {
        float rest = (1 - head / 3f) / (query + 1);
        Arrays.fill(heads[head / 2][head % 2][query], 0, query + 1, rest);
        heads[head / 2][head % 2][query][query] += head / 3f;
      }
    }
    return new AttentionMaps(name, heads);
  }

  /**
   * Returns every kind of figure, with the given text in all places that show a text of the user.
   */
  static Map<String, Figure> figures(String text) {
    Map<String, HeadValues> maps = new LinkedHashMap<>();
    maps.put(text, map(3, 4));
    maps.put("SM", withNaN());
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("map", HeatMap.of(text, withNaN()));
    figures.put("maps", HeatMap.compare(maps));
    figures.put("attention", HeatMap.attention(attention(), text));
    figures.put("history", LayerHistory.of(text, history()));
    figures.put("histories", LayerHistory.compare(Map.of(text, history())));
    figures.put("bar", HeadBars.of(HeadDistribution.of(withNaN())));
    figures.put("bars", HeadBars.of(HeadDistribution.compare(maps)));
    figures.put("loss", LossCurves.of(text, metrics()));
    figures.put(
        "live", LiveFigure.of(text, text, curve(5, 4.5, 4), curve(4.6), 10, List.of(map(3, 4))));
    figures.put("first", LiveFigure.of(text, text, curve(), curve(), 0, List.of()));
    figures.put("slider", HistoryMaps.of(text, history()));
    figures.put("temperature", SoftmaxSliders.temperature(2, 1, -1));
    figures.put("logit", SoftmaxSliders.logit(1, 2, 1, -1));
    figures.put("explorer", HeadExplorer.of(attentionMaps(text, 6)));
    figures.put("learned", LearnedMap.of(learned(text)));
    HeadValues own = statistic(text, text, Double.NaN, Double.NaN);
    HeadHistory over = HeadHistory.empty().add(0, own).add(50, own);
    figures.put("own", HeatMap.of(own));
    figures.put("own history", LayerHistory.of(over));
    figures.put("own slider", HistoryMaps.of(over));
    figures.put("own bar", HeadBars.of(HeadDistribution.of(own)));
    figures.put("own explorer", HeadExplorer.of(attentionMaps("SM", 6), own));
    figures.put("own live", LiveFigure.of("SM", "", curve(5), curve(), 9, List.of(map(2, 2), own)));
    return figures;
  }
}
