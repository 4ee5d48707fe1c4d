package org.entroscope.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * The entropy regulariser of Section 4.
 *
 * @param reduction the reduction, which follows Algorithm 1 or the code of the authors
 * @param gamma the tolerance, as a share of E_max = ln T
 * @param lambda the weight of the penalty in the loss
 */
public record ReferenceRegulariser(Reduction reduction, double gamma, double lambda) {

  /** The place where the mean over queries and batch is computed. */
  public enum Reduction {
    /** The deviation of the mean entropy of the head is penalised. */
    ALGORITHM_1,
    /** The deviation of every query of every example is penalised, and the penalties are summed. */
    AUTHORS
  }

  /**
   * Returns the penalty before multiplication with its weight lambda, 1 x 1.
   *
   * @param entropies the entropies of the T queries, 1 x T, for every layer, example and head
   * @param thresholds the thresholds theta, L x H
   */
  Matrix penalty(Matrix[][][] entropies, Matrix thresholds) {
    int layers = entropies.length;
    int batch = entropies[0].length;
    int heads = entropies[0][0].length;
    int context = entropies[0][0][0].columns;
    double maximum = Math.log(context);
    List<Matrix> penalties = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      for (int h = 0; h < heads; h++) {
        Matrix target = Elementwise.affine(Elementwise.element(thresholds, l, h), maximum, 0);
        List<Matrix> ofHead = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
          ofHead.add(entropies[l][b][h]);
        }
        if (reduction == Reduction.ALGORITHM_1) {
          Matrix mean = Elementwise.affine(Elementwise.sum(ofHead), 1.0 / (batch * context), 0);
          penalties.add(penalty(mean, target, maximum));
        } else {
          ofHead.forEach(example -> penalties.add(penalty(example, target, maximum)));
        }
      }
    }
    return Elementwise.affine(Elementwise.sum(penalties), 1.0 / (layers * heads), 0);
  }

  /**
   * Returns the squared deviation of every entropy (1 x n) from the target (1 x 1), or 0 if the
   * deviation is tolerated.
   */
  private Matrix penalty(Matrix entropies, Matrix target, double maximum) {
    Matrix minusTarget = Elementwise.affine(target, -1, 0);
    Matrix targets = Products.rows(minusTarget, new int[entropies.columns]); // n 1
    Matrix ones = entropies.tape.input(1, 1, 1);
    Matrix deviation = Elementwise.add(entropies, Products.timesTransposed(ones, targets));
    return Elementwise.squareBeyond(deviation, gamma * maximum);
  }
}
