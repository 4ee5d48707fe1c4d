package org.entroscope.model;

import java.util.ArrayList;
import java.util.List;
import org.entroscope.architecture.Activation;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.Regulariser;

/**
 * The inference form of a trained model (Section 3). Operations that only training needs are merged
 * into plain weights if this changes only the rounding of the logits.
 *
 * <ul>
 *   <li>Parametrised linear layers are always merged: the computed weight matrix becomes the
 *       weight.
 *   <li>The gain 1/alpha of a scaled feed-forward network (Eq. 8) is always merged into its last
 *       matrix.
 *   <li>The factor beta on the residual stream (Eq. 8) is merged by {@link ResidualScales} if the
 *       blocks have no LayerNorm. LayerNorm undoes a factor only up to its epsilon, so beta is kept
 *       in blocks with LayerNorm.
 *   <li>Temperatures (Section 4) are merged into a head's rows of the query projection if they are
 *       equal at all positions. Otherwise they are kept, because one query matrix serves all
 *       positions. The first position is ignored: it sees only one key, so its temperature has no
 *       effect.
 *   <li>Regularisers and their parameters are removed, because inference does not use them.
 *   <li>On request, two feed-forward projections without an activation between them become one.
 * </ul>
 */
public final class FoldedModel {

  private final Gpt model;
  private final List<String> merged;
  private final List<String> kept;

  private FoldedModel(Gpt model, List<String> merged, List<String> kept) {
    this.model = model;
    this.merged = List.copyOf(merged);
    this.kept = List.copyOf(kept);
  }

  /**
   * Folds a model. The given model does not change.
   *
   * @param fuse whether the two feed-forward projections become one matrix if no activation is
   *     between them. This takes 2 T d^2 instead of 16 T d^2 operations per layer, but {@code
   *     layer.l.ffn.hidden} no longer exists.
   */
  public static FoldedModel of(Gpt gpt, boolean fuse) {
    try (ModelLock.Reservation reservation = gpt.reserve("folding")) {
      return new Folder(gpt).fold(fuse);
    }
  }

  /** Returns the folded model, which has the same shape and device. The caller closes it. */
  public Gpt model() {
    return model;
  }

  /** Returns what was merged, one sentence for each part. */
  public List<String> merged() {
    return merged;
  }

  /**
   * Returns what could not be merged and why, one sentence for each part; empty if everything was
   * merged.
   */
  public List<String> kept() {
    return kept;
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("folded to " + model.architecture());
    merged.forEach(line -> lines.add("merged: " + line));
    kept.forEach(line -> lines.add("kept: " + line));
    return String.join(System.lineSeparator(), lines);
  }

  /** The state of one folding. */
  private static final class Folder {

    private final Gpt gpt;
    private final Architecture from;
    private final int layers;
    private final PlainWeights weights;
    private final List<String> merged = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    Folder(Gpt gpt) {
      this.gpt = gpt;
      from = gpt.architecture();
      layers = gpt.shape().layers();
      weights = PlainWeights.of(gpt);
    }

    FoldedModel fold(boolean fuse) {
      boolean temperatures = from.temperature() != null && foldTemperatures();
      boolean scales = from.scaled() && foldScales();
      boolean fused = fuse && !from.fused() && fuse();
      if (from.parametrised() != null) {
        merged.add(from.parametrised() + ", into the weights that it computes");
      }
      for (Regulariser regulariser : from.regularisers()) {
        merged.add(regulariser.label() + ", which inference does not use");
      }
      Architecture to =
          from.with(
              a -> {
                a.parametrised = null;
                a.regularisers = List.of();
                a.temperature = temperatures ? null : a.temperature;
                a.scaled = a.scaled && !scales;
                a.fused |= fused;
              });
      Gpt folded = Gpt.empty(to, gpt.shape(), gpt.device());
      weights.assignTo(folded);
      if (gpt.readsText()) {
        folded.tokenizer(gpt.tokenizer());
      }
      return new FoldedModel(folded, merged, kept);
    }

    private boolean foldTemperatures() {
      FoldedTemperatures temperatures = new FoldedTemperatures(gpt, weights);
      String obstacle = temperatures.obstacle();
      if (obstacle != null) {
        kept.add("the temperatures: " + obstacle);
        return false;
      }
      temperatures.fold();
      merged.add("the temperatures, into the queries");
      return true;
    }

    private boolean foldScales() {
      for (int l = 0; l < layers; l++) {
        double gain = 1 / weights.scalar("layer." + l + ".ffn.alpha");
        String last = "layer." + l + (from.fused() ? ".ffn.fused" : ".ffn.out");
        weights.scale(last + ".weight", gain);
        weights.scale(last + ".bias", gain);
        weights.put("layer." + l + ".ffn.alpha", 1);
      }
      merged.add("alpha, into the feed-forward networks' last matrices");
      ResidualScales scales = new ResidualScales(from, layers, weights);
      String obstacle = scales.obstacle();
      if (obstacle != null) {
        kept.add("beta: " + obstacle);
        return false;
      }
      scales.fold();
      merged.add("beta, into the matrices that read and write the residual stream");
      return true;
    }

    private boolean fuse() {
      Activation activation = from.activation();
      if (activation != null) {
        kept.add(
            "two feed-forward projections: "
                + activation.notation()
                + " is between them, so they are not one matrix");
        return false;
      }
      for (int l = 0; l < layers; l++) {
        String ffn = "layer." + l + ".ffn";
        weights.compose(ffn + ".in", ffn + ".out", gpt.shape().hiddenSize(), ffn + ".fused");
      }
      merged.add("two feed-forward projections, into one d x d matrix per layer");
      return true;
    }
  }
}
