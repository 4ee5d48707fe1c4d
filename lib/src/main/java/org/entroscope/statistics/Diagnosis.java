package org.entroscope.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Finds the heads and layers of a map that suffer from entropy collapse (entropy near zero, a sign
 * of unstable training) or entropic overload (entropy near the bound), and describes them in a
 * sentence. See Section 2 of the paper; the thresholds are {@link DiagnosisCriteria}.
 */
public final class Diagnosis {

  /** A head of a layer, both counted from 0. */
  public record Head(int layer, int head) {
    @Override
    public String toString() {
      return layer + "." + head;
    }
  }

  private final HeadValues map;
  private final DiagnosisCriteria criteria;
  private final double bound;
  private final List<Head> collapsedHeads = new ArrayList<>();
  private final List<Head> overloadedHeads = new ArrayList<>();
  private final List<Head> divergedHeads = new ArrayList<>();

  private Diagnosis(HeadValues map, DiagnosisCriteria criteria) {
    if (!map.isEntropy()) {
      throw new IllegalArgumentException(
          "a diagnosis is made from head entropies, not from " + map.quantity().label());
    }
    this.map = map;
    this.criteria = criteria;
    this.bound = criteria.reference().of(map);
    for (int layer = 0; layer < map.layers(); layer++) {
      for (int head = 0; head < map.heads(); head++) {
        judge(new Head(layer, head), map.at(layer, head));
      }
    }
  }

  private void judge(Head head, float entropy) {
    if (!Float.isFinite(entropy)) {
      divergedHeads.add(head);
    } else if (entropy < criteria.collapsedBelow() * bound || entropy <= 0) {
      collapsedHeads.add(head);
    } else if (entropy > criteria.overloadedAbove() * bound) {
      overloadedHeads.add(head);
    }
  }

  /**
   * Diagnoses a map with the {@linkplain DiagnosisCriteria#DEFAULT default criteria}.
   *
   * @throws IllegalArgumentException if the map does not hold entropies
   */
  public static Diagnosis of(HeadValues map) {
    return of(map, DiagnosisCriteria.DEFAULT);
  }

  public static Diagnosis of(HeadValues map, DiagnosisCriteria criteria) {
    return new Diagnosis(map, criteria);
  }

  /** Returns the heads whose entropy is near zero, in the order of layers. */
  public List<Head> collapsedHeads() {
    return List.copyOf(collapsedHeads);
  }

  /** Returns the heads whose entropy is near the bound, in the order of layers. */
  public List<Head> overloadedHeads() {
    return List.copyOf(overloadedHeads);
  }

  /** Returns the heads whose entropy is NaN or infinite. */
  public List<Head> divergedHeads() {
    return List.copyOf(divergedHeads);
  }

  /** Returns the layers in which enough heads are near zero. */
  public List<Integer> collapsedLayers() {
    return layers(collapsedHeads);
  }

  /** Returns the layers in which enough heads are near the bound. */
  public List<Integer> overloadedLayers() {
    return layers(overloadedHeads);
  }

  /** Returns whether no layer is collapsed or overloaded and no head is NaN or infinite. */
  public boolean healthy() {
    return collapsedLayers().isEmpty() && overloadedLayers().isEmpty() && divergedHeads.isEmpty();
  }

  private List<Integer> layers(List<Head> heads) {
    List<Integer> layers = new ArrayList<>();
    for (int layer = 0; layer < map.layers(); layer++) {
      if (count(heads, List.of(layer)) >= criteria.layerShare() * map.heads()) {
        layers.add(layer);
      }
    }
    return layers;
  }

  private static long count(List<Head> heads, List<Integer> layers) {
    return heads.stream().filter(head -> layers.contains(head.layer())).count();
  }

  /**
   * Returns the findings as a sentence, for example {@code collapse: layers 5-7 (9 of 12 heads near
   * zero); overload: layers 0-2 (10 of 12 heads near the causal bound 3.178); 3 heads NaN}.
   */
  @Override
  public String toString() {
    StringJoiner findings = new StringJoiner("; ");
    finding(findings, "collapse", collapsedHeads, collapsedLayers(), "near zero");
    String top = String.format(Locale.ROOT, "near the %s %.3f", criteria.reference(), bound);
    finding(findings, "overload", overloadedHeads, overloadedLayers(), top);
    if (!divergedHeads.isEmpty()) {
      findings.add(
          heads(divergedHeads.size()) + " NaN, first in layer " + divergedHeads.get(0).layer());
    }
    if (findings.length() > 0) {
      return findings.toString();
    }
    return String.format(
        Locale.ROOT,
        "healthy: all %d heads between %.0f%% and %.0f%% of the %s %.3f",
        map.layers() * map.heads(),
        100 * criteria.collapsedBelow(),
        100 * criteria.overloadedAbove(),
        criteria.reference(),
        bound);
  }

  private void finding(
      StringJoiner findings, String name, List<Head> heads, List<Integer> layers, String where) {
    if (!layers.isEmpty()) {
      long count = count(heads, layers);
      String elsewhere =
          count == heads.size() ? "" : ", " + (heads.size() - count) + " more in other layers";
      findings.add(
          "%s: %s (%d of %s %s%s)"
              .formatted(
                  name,
                  (layers.size() == 1 ? "layer " : "layers ") + ranges(layers),
                  count,
                  heads(layers.size() * map.heads()),
                  where,
                  elsewhere));
    } else if (!heads.isEmpty()) {
      findings.add(
          "no layer in %s, but %d of %s %s"
              .formatted(name, heads.size(), heads(map.layers() * map.heads()), where));
    }
  }

  private static String heads(int count) {
    return count == 1 ? "1 head" : count + " heads";
  }

  /** Writes 0, 1, 2, 5 as "0-2, 5". */
  private static String ranges(List<Integer> ascending) {
    StringJoiner ranges = new StringJoiner(", ");
    int from = 0;
    for (int i = 1; i <= ascending.size(); i++) {
      if (i == ascending.size() || ascending.get(i) != ascending.get(i - 1) + 1) {
        int first = ascending.get(from);
        int last = ascending.get(i - 1);
        ranges.add(first == last ? "" + first : first + "-" + last);
        from = i;
      }
    }
    return ranges.toString();
  }
}
