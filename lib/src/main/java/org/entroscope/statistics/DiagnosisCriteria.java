package org.entroscope.statistics;

/**
 * Thresholds that decide whether heads and layers count as collapsed or overloaded (Figures 2, 3,
 * 5). The paper gives no numbers for "near zero" and "near the maximum"; the defaults are our
 * choice.
 *
 * @param collapsedBelow the share of the reference below which a head is collapsed; default 0.10
 * @param overloadedAbove the share of the reference above which a head is overloaded; default 0.90
 * @param layerShare the smallest share of collapsed or overloaded heads at which a layer counts as
 *     such; default 0.5
 * @param reference the entropy that the shares refer to; default the causal bound, which no causal
 *     head exceeds
 */
public record DiagnosisCriteria(
    double collapsedBelow,
    double overloadedAbove,
    double layerShare,
    HeadDistribution.Reference reference) {

  /** The default criteria: 10% and 90% of the causal bound, and half of a layer's heads. */
  public static final DiagnosisCriteria DEFAULT =
      new DiagnosisCriteria(0.10, 0.90, 0.5, HeadDistribution.Reference.CAUSAL_BOUND);

  /** Rejects shares outside [0, 1] and thresholds in the wrong order. */
  public DiagnosisCriteria {
    share("collapsedBelow", collapsedBelow);
    share("overloadedAbove", overloadedAbove);
    share("layerShare", layerShare);
    if (collapsedBelow >= overloadedAbove) {
      throw new IllegalArgumentException(
          "collapsedBelow must be smaller than overloadedAbove: %s is not smaller than %s"
              .formatted(collapsedBelow, overloadedAbove));
    }
    if (layerShare == 0) {
      throw new IllegalArgumentException("layerShare must be positive, or every layer would count");
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be a share from 0 to 1, not " + value);
    }
  }

  public DiagnosisCriteria withCollapsedBelow(double collapsedBelow) {
    return new DiagnosisCriteria(collapsedBelow, overloadedAbove, layerShare, reference);
  }

  public DiagnosisCriteria withOverloadedAbove(double overloadedAbove) {
    return new DiagnosisCriteria(collapsedBelow, overloadedAbove, layerShare, reference);
  }

  public DiagnosisCriteria withLayerShare(double layerShare) {
    return new DiagnosisCriteria(collapsedBelow, overloadedAbove, layerShare, reference);
  }

  public DiagnosisCriteria withReference(HeadDistribution.Reference reference) {
    return new DiagnosisCriteria(collapsedBelow, overloadedAbove, layerShare, reference);
  }
}
