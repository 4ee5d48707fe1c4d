package org.entroscope.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.paper.Catalogue;
import org.entroscope.paper.Paper;

/** The architectures, shapes and regularisers that golden files are made of. */
final class GoldenCases {

  /** Small enough for a file to stay small, with heads of width 3 and no two sizes equal. */
  static final ModelShape SHAPE = new ModelShape(2, 2, 6, 4, 7);

  static final int BATCH = 3;

  /** A tenth of the error that the model may make; rounding its results costs it several times. */
  private static final double WELL_CONDITIONED = 1e-6;

  /** Choices that the catalogue does not make, and choices together. */
  private static final List<String> BEYOND_THE_CATALOGUE =
      List.of(
          "SM + LN + G + bias(all)",
          "SM + R + noLNf + bias(none)",
          "SM(t=divisor:1.0) + LN + R",
          "SM(t=inverse:1.0) + G + ScFFN",
          "SM + LN + QKN + R + bias(all)",
          "SM + LN + G + WN(QKVO+FFN) + ScFFN + bias(all)",
          "SM + SN(QKV+FFN) + ScFuFFN + bias(all)",
          "EReg(SM(t=divisor:1.0) + LN + LReLU(layer) + SR(QK+FFN) + ScFFN + bias(all))");

  private GoldenCases() {}

  /** Every architecture of the catalogue, then those beyond it. */
  static Stream<Architecture> architectures() {
    return Stream.concat(
        Paper.catalogue().stream().map(Catalogue.Entry::architecture),
        BEYOND_THE_CATALOGUE.stream().map(Architecture::of));
  }

  /**
   * No regulariser, which is null, and where the architecture has thresholds both reductions, with
   * weights that make the penalty matter beside the cross entropy.
   */
  static List<ReferenceRegulariser> regularisers(Architecture architecture) {
    ArrayList<ReferenceRegulariser> regularisers = new ArrayList<>();
    regularisers.add(null);
    if (architecture.regularised()) {
      for (ReferenceRegulariser.Reduction reduction : ReferenceRegulariser.Reduction.values()) {
        double lambda = reduction == ReferenceRegulariser.Reduction.AUTHORS ? 0.5 : 30;
        regularisers.add(new ReferenceRegulariser(reduction, 0.125, lambda));
      }
    }
    return regularisers;
  }

  /**
   * The seed of an architecture's golden file: the first from its own on whose gradients float32
   * can get right. The library has no part in the choice.
   */
  static long wellConditionedSeed(Architecture architecture) {
    for (long seed = seed(architecture); ; seed++) {
      Map<String, double[]> parameters = Reference.randomParameters(architecture, SHAPE, seed);
      int[][] tokens = tokens(SHAPE, BATCH, seed);
      if (regularisers(architecture).stream()
          .mapToDouble(r -> Conditioning.of(architecture, SHAPE, parameters, tokens, r))
          .allMatch(condition -> condition < WELL_CONDITIONED)) {
        return seed;
      }
    }
  }

  /** A seed of its own for every architecture. */
  static long seed(Architecture architecture) {
    return architecture.toString().hashCode();
  }

  /** Random tokens, [batch][T]. */
  static int[][] tokens(ModelShape shape, int batch, long seed) {
    Random random = new Random(seed);
    int[][] tokens = new int[batch][shape.context()];
    for (int[] example : tokens) {
      for (int i = 0; i < example.length; i++) {
        example[i] = random.nextInt(shape.vocabulary());
      }
    }
    return tokens;
  }
}
