package org.entroscope.component;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;

/**
 * {@code L = L_CE + lambda L_entropy} (Section 4, Algorithm 1) as a DJL loss, for your own DJL
 * trainer.
 *
 * <p>The predictions are a list of three arrays: the prediction for the other loss, the entropies
 * (L, B, H, T) and the thresholds theta (L, H). {@code gpt.withEntropies()} returns this list, so
 * the thresholds are learned together with the other parameters. If the list has no thresholds, all
 * heads use the fixed initial threshold of the settings.
 *
 * <p>DJL's trainers have one learning rate for all parameters, so {@link
 * EntropyRegulariser#thresholdRate()} is not applied, except that 0 keeps the thresholds constant.
 */
public final class EntropyRegularisedLoss extends Loss {

  private final Loss crossEntropy;
  private final EntropyRegulariser regulariser;

  /**
   * @param crossEntropy the other term, for example {@code new NextTokenLoss()}; its prediction is
   *     the first array of the list
   * @param settings the settings of the regulariser
   */
  public EntropyRegularisedLoss(Loss crossEntropy, EntropyRegulariser settings) {
    super(crossEntropy.getName() + " with entropy regulariser");
    this.crossEntropy = crossEntropy;
    regulariser = settings;
  }

  /**
   * Returns the loss of a batch.
   *
   * @param labels the labels of the other loss
   * @param predictions the prediction for the other loss, the entropies, and the thresholds if they
   *     are learned
   * @return the loss as a scalar
   * @throws IllegalArgumentException if the entropies are missing, or the shapes do not match
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    if (predictions.size() < 2) {
      throw new IllegalArgumentException(
          "predictions must hold the entropies (layers, batch, heads, queries) in second place, but"
              + " hold only one array: train the block gpt.withEntropies() instead of gpt");
    }
    NDArray entropies = predictions.get(1);
    NDArray thresholds = predictions.size() > 2 ? predictions.get(2) : fixed(entropies);
    if (regulariser.thresholdRate() == 0) {
      thresholds = thresholds.stopGradient();
    }
    NDArray term = regulariser.term(entropies, thresholds);
    return crossEntropy.evaluate(labels, new NDList(predictions.get(0))).add(term);
  }

  private NDArray fixed(NDArray entropies) {
    Shape s = entropies.getShape();
    EntropyRegulariser.checkDimensions(s);
    float start = (float) regulariser.thresholdStart();
    return entropies.getManager().full(new Shape(s.get(0), s.get(2)), start);
  }
}
